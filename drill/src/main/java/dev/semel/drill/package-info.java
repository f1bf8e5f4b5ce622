/**
 * Tells how far an HTTP service, in whatever language, keeps to the rules for idempotency keys. For its authors: start
 * {@link dev.semel.drill.Drill} in a test, or the command on a terminal.
 */
@NullMarked
package dev.semel.drill;

import org.jspecify.annotations.NullMarked;
