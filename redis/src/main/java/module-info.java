/** Records in Redis or Valkey, standalone, behind Sentinel or in a Cluster; leased. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Lettuce is no module yet
module dev.semel.redis {
    requires static transitive org.jspecify;
    requires transitive dev.semel;
    requires transitive lettuce.core;
    requires io.netty.buffer;
    requires org.slf4j;

    exports dev.semel.redis;
}
