/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

/**
 * How much of bodies is kept, and where.
 *
 * @param memoryBytes a request body up to this size is kept in memory, a larger one in a temporary file
 * @param maxRequestBytes a larger request body is refused with 413; at least {@code memoryBytes}
 * @param maxRecordedBytes a larger response body is sent but not recorded
 * @param maxHeldBytes a larger response body is not sent in joined mode, where it would wait for the commit in a temporary
 *     file: the transaction is rolled back and the answer is 500
 */
public record BodyLimits(int memoryBytes, long maxRequestBytes, int maxRecordedBytes, long maxHeldBytes) {
    private static final int KIB_256 = 256 * 1024;
    private static final long MIB_16 = 16L * 1024 * 1024;
    private static final long MIB_64 = 64L * 1024 * 1024;

    /**
     * Checks the sizes.
     *
     * @param memoryBytes as above
     * @param maxRequestBytes as above
     * @param maxRecordedBytes as above
     * @param maxHeldBytes as above
     * @throws IllegalArgumentException if one is negative, or the request's limit is below what stays in memory
     */
    public BodyLimits {
        if (memoryBytes < 0 || maxRecordedBytes < 0 || maxHeldBytes < 0 || maxRequestBytes < memoryBytes) {
            throw new IllegalArgumentException("Limits of bodies are not negative, and the largest request ("
                    + maxRequestBytes + ") is not below what is kept in memory (" + memoryBytes + ").");
        }
    }

    /**
     * Limits with 64 MiB of a response held.
     *
     * @param memoryBytes as above
     * @param maxRequestBytes as above
     * @param maxRecordedBytes as above
     * @throws IllegalArgumentException as above
     */
    public BodyLimits(int memoryBytes, long maxRequestBytes, int maxRecordedBytes) {
        this(memoryBytes, maxRequestBytes, maxRecordedBytes, MIB_64);
    }

    /**
     * 256 KiB in memory, requests up to 16 MiB, 256 KiB of a response recorded and 64 MiB held.
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
        return new BodyLimits(bytes, maxRequestBytes, maxRecordedBytes, maxHeldBytes);
    }

    /**
     * These limits with another largest request.
     *
     * @param bytes the largest request body
     * @return new limits
     */
    public BodyLimits withMaxRequestBytes(long bytes) {
        return new BodyLimits(memoryBytes, bytes, maxRecordedBytes, maxHeldBytes);
    }

    /**
     * These limits with another largest recorded response.
     *
     * @param bytes the largest response body that is recorded
     * @return new limits
     */
    public BodyLimits withMaxRecordedBytes(int bytes) {
        return new BodyLimits(memoryBytes, maxRequestBytes, bytes, maxHeldBytes);
    }

    /**
     * These limits with another largest held response.
     *
     * @param bytes the largest response body in joined mode
     * @return new limits
     */
    public BodyLimits withMaxHeldBytes(long bytes) {
        return new BodyLimits(memoryBytes, maxRequestBytes, maxRecordedBytes, bytes);
    }
}
