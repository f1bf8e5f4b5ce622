/** The command line; for this module only. */
@NullMarked
package dev.semel.drill.command;

import org.jspecify.annotations.NullMarked;
