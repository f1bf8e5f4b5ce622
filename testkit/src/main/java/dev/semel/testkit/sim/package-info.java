/** A deterministic simulator of the once-only protocol and a checker of its histories; for authors of Semel and of stores. */
@NullMarked
package dev.semel.testkit.sim;

import org.jspecify.annotations.NullMarked;
