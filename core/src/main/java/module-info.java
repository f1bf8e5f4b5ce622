/*
 * Copyright the Semel authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** Idempotency engine, its vocabulary and its store SPI. */
@SuppressWarnings("module") // the testkit is compiled later
module dev.semel {
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.semel;
    exports dev.semel.codec;
    exports dev.semel.event;
    exports dev.semel.memory;
    exports dev.semel.spi;
    // The simulator drives the production state machine itself; nobody else may name it.
    exports dev.semel.internal to
            dev.semel.testkit;
}
