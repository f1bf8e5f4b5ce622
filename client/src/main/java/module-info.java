/** The client half of HTTP idempotency: one key per call, safe retries, and a result that tells failed from unknown. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // these jars are no modules yet
module dev.semel.client {
    requires static transitive org.jspecify;
    requires transitive dev.semel;
    requires transitive dev.semel.http;
    requires transitive java.net.http;
    requires transitive io.github.resilience4j.bulkhead;
    requires transitive io.github.resilience4j.circuitbreaker;
    requires transitive io.github.resilience4j.core;
    requires transitive io.github.resilience4j.ratelimiter;
    requires transitive io.github.resilience4j.retry;

    exports dev.semel.client;
    exports dev.semel.client.jdk;
    exports dev.semel.client.spi;
}
