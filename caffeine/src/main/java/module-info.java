/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** Recorded answers replayed from memory. */
module dev.semel.caffeine {
    requires transitive dev.semel;
    requires static transitive org.jspecify;
    requires com.github.benmanes.caffeine;

    exports dev.semel.caffeine;
}
