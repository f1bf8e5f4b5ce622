/**
 * Drills of one real endpoint that its owner describes in a small file: duplicates, cuts and storms, with the effects
 * counted. For its authors, as the rows are.
 */
@NullMarked
package dev.semel.drill.endpoint;

import org.jspecify.annotations.NullMarked;
