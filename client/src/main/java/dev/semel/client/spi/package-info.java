/** What an adapter to an HTTP client implements; it translates and decides nothing. For authors of adapters. */
@NullMarked
package dev.semel.client.spi;

import org.jspecify.annotations.NullMarked;
