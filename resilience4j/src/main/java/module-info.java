/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
/** A circuit breaker and timeouts around a store. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // these jars are no modules yet
module dev.semel.resilience4j {
    requires static transitive org.jspecify;
    requires transitive dev.semel;
    requires transitive io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.core;
    requires org.slf4j;

    exports dev.semel.resilience4j;
}
