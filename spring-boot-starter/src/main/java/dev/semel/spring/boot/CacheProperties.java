/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Recorded answers replayed from this node's memory; needs semel-caffeine.
 *
 * @param enabled whether they are
 * @param maxBytes memory for all answers, about; at least 64KB
 * @param maxAge after which an answer is asked of the store again though its record lives on, so that one which another
 *     node has erased is not replayed for longer
 */
public record CacheProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("16MB") DataSize maxBytes,
        @DefaultValue("5m") Duration maxAge) {
    private static final DataSize LEAST = DataSize.ofKilobytes(64);

    /**
     * Checks the limits.
     *
     * @param enabled as above
     * @param maxBytes as above
     * @param maxAge as above
     * @throws IllegalArgumentException if one does not fit
     */
    public CacheProperties {
        SemelProperties.require(
                maxBytes.compareTo(LEAST) >= 0, "semel.cache.max-bytes must be at least 64KB, it is " + maxBytes);
        SemelProperties.require(
                !maxAge.isNegative() && !maxAge.isZero(), "semel.cache.max-age must be positive, it is " + maxAge);
    }
}
