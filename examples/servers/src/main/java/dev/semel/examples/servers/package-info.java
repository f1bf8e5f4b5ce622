/** Real servers for the examples and for measurements, on this machine only and as durable as in production. */
@NullMarked
package dev.semel.examples.servers;

import org.jspecify.annotations.NullMarked;
