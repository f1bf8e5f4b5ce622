/** The adapter to OkHttp. */
@NullMarked
package dev.semel.client.okhttp;

import org.jspecify.annotations.NullMarked;
