/** Each server is started for real, asked, and gone when it is closed. */
@NullMarked
package dev.semel.examples.servers;

import org.jspecify.annotations.NullMarked;
