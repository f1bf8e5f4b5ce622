/**
 * A store in Redis or Valkey, for those who configure Semel: leased, one round trip a verb, on Lettuce. What it promises
 * under which settings of the server is told in the module's README.
 */
@NullMarked
package dev.semel.redis;

import org.jspecify.annotations.NullMarked;
