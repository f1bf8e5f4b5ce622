/** The adapter to the JDK's HTTP client. */
@NullMarked
package dev.semel.client.jdk;

import org.jspecify.annotations.NullMarked;
