/** Tests of the client half. */
@NullMarked
package dev.semel.client;

import org.jspecify.annotations.NullMarked;
