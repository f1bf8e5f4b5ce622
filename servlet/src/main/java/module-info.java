/** The servlet filter that runs a request once per key and replays its answer. */
module dev.semel.servlet {
    requires static transitive org.jspecify;
    requires transitive dev.semel;
    requires transitive dev.semel.http;
    requires transitive jakarta.servlet;
    requires org.slf4j;

    exports dev.semel.servlet;
}
