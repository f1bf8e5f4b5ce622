/** Black-box conformance of any HTTP service with idempotency keys. */
module dev.semel.drill {
    requires static transitive org.jspecify;
    requires info.picocli;
    requires java.xml;
    requires tools.jackson.core;
    requires tools.jackson.databind;
    requires tools.jackson.dataformat.yaml;

    exports dev.semel.drill;
    exports dev.semel.drill.endpoint;
    exports dev.semel.drill.replay;

    opens dev.semel.drill.command to
            info.picocli;
    opens dev.semel.drill.endpoint to
            tools.jackson.databind;
}
