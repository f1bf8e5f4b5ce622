/** The command line of the demo: starts the servers, the provider and the service in one JVM and stops them in order. */
@NullMarked
package dev.semel.examples.payments.demo;

import org.jspecify.annotations.NullMarked;
