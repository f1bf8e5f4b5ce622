/**
 * Sends the mutations of recorded traffic again, with duplicates, and tells which endpoints took effect twice. For authors of
 * services: start {@link dev.semel.drill.replay.Replay} in a test, or the command on a terminal.
 */
@NullMarked
package dev.semel.drill.replay;

import org.jspecify.annotations.NullMarked;
