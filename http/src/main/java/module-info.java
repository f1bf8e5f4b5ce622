/** The meaning of HTTP idempotency without a server API. */
module dev.semel.http {
    requires static transitive org.jspecify;
    requires transitive dev.semel;

    exports dev.semel.http;
}
