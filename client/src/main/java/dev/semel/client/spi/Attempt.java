/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client.spi;

import dev.semel.http.HeaderField;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One send of a call. The request goes out as the caller made it, but for what is said here.
 *
 * @param number 1 for the first
 * @param target where to send it; the caller's address, or one that a redirect led to
 * @param fields header fields to set in place of those of the same name; {@link #toString()} hides their values
 * @param without names of header fields that must not be sent
 * @param remaining how long the call may still last; an attempt should give up after that time
 */
public record Attempt(int number, URI target, List<HeaderField> fields, List<String> without, Duration remaining) {
    /**
     * Checks and copies.
     *
     * @param number as above
     * @param target as above
     * @param fields as above
     * @param without as above
     * @param remaining as above
     */
    public Attempt {
        Objects.requireNonNull(target, "target");
        fields = List.copyOf(fields);
        without = List.copyOf(without);
        Objects.requireNonNull(remaining, "remaining");
    }

    /**
     * Whether the caller's own field is to be sent as it is.
     *
     * @param name a field name in any case
     * @return false if this attempt sets or removes it
     */
    public boolean keeps(String name) {
        return fields.stream().noneMatch(field -> field.isNamed(name))
                && without.stream().noneMatch(name::equalsIgnoreCase);
    }
}
