/** The client that writes exactly what it is told; for the rows of this module only. */
@NullMarked
package dev.semel.drill.wire;

import org.jspecify.annotations.NullMarked;
