/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names one version of a resource (RFC 9110, section 8.8.3).
 *
 * @param opaque what stands between the quotes: visible characters without the quote, and U+0080 to U+00FF; may be empty
 * @param isWeak whether versions that differ a little may share it; no change can be made to depend on such a tag, see
 *     {@link #matchesStrongly}
 */
public record EntityTag(String opaque, boolean isWeak) {
    static final Pattern FIELD_FORM = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\"");

    /**
     * Checks the characters.
     *
     * @param opaque as above
     * @param isWeak as above
     * @throws IllegalArgumentException if a character cannot be sent in a tag
     */
    public EntityTag {
        Objects.requireNonNull(opaque, "opaque");
        if (!FIELD_FORM.matcher('"' + opaque + '"').matches()) {
            throw new IllegalArgumentException(
                    "An entity tag has neither spaces, quotes, control characters nor characters above U+00FF; this one"
                            + " does.");
        }
    }

    /**
     * A strong tag.
     *
     * @param opaque what stands between the quotes
     * @return the tag, such as {@code "opaque"}
     * @throws IllegalArgumentException if a character cannot be sent in a tag
     */
    public static EntityTag strong(String opaque) {
        return new EntityTag(opaque, false);
    }

    /**
     * A weak tag.
     *
     * @param opaque what stands between the quotes
     * @return the tag, such as {@code W/"opaque"}
     * @throws IllegalArgumentException if a character cannot be sent in a tag
     */
    public static EntityTag weak(String opaque) {
        return new EntityTag(opaque, true);
    }

    /**
     * The strong tag of a row with a version column. Each change of what a client is shown must change the version, also
     * one that is made in another table.
     *
     * @param version the number
     * @return the tag, such as {@code "7"}
     */
    public static EntityTag ofVersion(long version) {
        return strong(Long.toString(version));
    }

    /**
     * Reads one tag.
     *
     * @param text as it is written in a header field, quotes included
     * @return the tag; empty if this is none
     */
    public static Optional<EntityTag> parse(String text) {
        Matcher matcher = FIELD_FORM.matcher(text);
        return matcher.matches() ? Optional.of(of(matcher)) : Optional.empty();
    }

    static EntityTag of(Matcher matched) {
        return new EntityTag(matched.group(2), matched.group(1) != null);
    }

    /**
     * The comparison of {@code If-Match}: byte for byte the same representation.
     *
     * @param other a tag
     * @return true if both are strong and their characters are the same
     */
    public boolean matchesStrongly(EntityTag other) {
        return !isWeak && !other.isWeak && opaque.equals(other.opaque);
    }

    /**
     * The comparison of {@code If-None-Match}: as good as the same.
     *
     * @param other a tag
     * @return true if their characters are the same
     */
    public boolean matchesWeakly(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    /** As it is written in a header field. */
    @Override
    public String toString() {
        return (isWeak ? "W/\"" : "\"") + opaque + '"';
    }
}
