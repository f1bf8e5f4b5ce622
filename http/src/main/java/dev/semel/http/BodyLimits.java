/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/**
 * How much of bodies is kept, and where.
 *
 * @param memoryBytes a request body up to this size is kept in memory, a larger one in a temporary file
 * @param maxRequestBytes a larger request body is refused with 413; at least {@code memoryBytes}
 * @param maxRecordedBytes a larger response body is sent but not recorded
 */
public record BodyLimits(int memoryBytes, long maxRequestBytes, int maxRecordedBytes) {
    private static final int KIB_256 = 256 * 1024;
    private static final long MIB_16 = 16L * 1024 * 1024;

    /**
     * Checks the sizes.
     *
     * @param memoryBytes as above
     * @param maxRequestBytes as above
     * @param maxRecordedBytes as above
     * @throws IllegalArgumentException if one is negative, or the request's limit is below what stays in memory
     */
    public BodyLimits {
        if (memoryBytes < 0 || maxRecordedBytes < 0 || maxRequestBytes < memoryBytes) {
            throw new IllegalArgumentException("Limits of bodies are not negative, and the largest request ("
                    + maxRequestBytes + ") is not below what is kept in memory (" + memoryBytes + ").");
        }
    }

    /**
     * 256 KiB in memory, requests up to 16 MiB, 256 KiB of a response recorded.
     *
     * @return the default limits
     */
    public static BodyLimits standard() {
        return new BodyLimits(KIB_256, MIB_16, KIB_256);
    }

    /**
     * These limits with another size for memory.
     *
     * @param bytes the largest body kept in memory
     * @return new limits
     */
    public BodyLimits withMemoryBytes(int bytes) {
        return new BodyLimits(bytes, maxRequestBytes, maxRecordedBytes);
    }

    /**
     * These limits with another largest request.
     *
     * @param bytes the largest request body
     * @return new limits
     */
    public BodyLimits withMaxRequestBytes(long bytes) {
        return new BodyLimits(memoryBytes, bytes, maxRecordedBytes);
    }

    /**
     * These limits with another largest recorded response.
     *
     * @param bytes the largest response body that is recorded
     * @return new limits
     */
    public BodyLimits withMaxRecordedBytes(int bytes) {
        return new BodyLimits(memoryBytes, maxRequestBytes, bytes);
    }
}
