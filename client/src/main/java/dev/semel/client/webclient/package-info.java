/** The adapter to Spring's {@code WebClient}. */
@NullMarked
package dev.semel.client.webclient;

import org.jspecify.annotations.NullMarked;
