/** The adapter to OpenFeign. */
@NullMarked
package dev.semel.client.feign;

import org.jspecify.annotations.NullMarked;
