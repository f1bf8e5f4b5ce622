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

    // each for its own package; who uses none of them needs none of them
    requires static transitive feign.core;
    requires static transitive okhttp3;
    requires static okio;
    requires static transitive spring.core;
    requires static transitive reactor.core;
    requires static org.reactivestreams;
    requires static transitive spring.web;
    requires static transitive spring.webflux;

    exports dev.semel.client;
    exports dev.semel.client.feign;
    exports dev.semel.client.jdk;
    exports dev.semel.client.okhttp;
    exports dev.semel.client.spi;
    exports dev.semel.client.spring;
    exports dev.semel.client.webclient;
}
