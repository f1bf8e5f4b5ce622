/** The adapter to Spring's blocking clients, {@code RestClient} and {@code RestTemplate}. */
@NullMarked
package dev.semel.client.spring;

import org.jspecify.annotations.NullMarked;
