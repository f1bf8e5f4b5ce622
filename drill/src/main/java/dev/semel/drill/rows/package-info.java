/** The checks, one for each row that can be seen from outside; for this module only. */
@NullMarked
package dev.semel.drill.rows;

import org.jspecify.annotations.NullMarked;
