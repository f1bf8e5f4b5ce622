/**
 * What an idempotency key means over HTTP: its grammar, the request's fingerprint, the recorded response, which headers
 * and statuses are recorded, and the problem documents; and the preconditions that keep changes from overwriting each
 * other. For authors of adapters to a server API, and for users who configure one.
 */
@NullMarked
package dev.semel.http;

import org.jspecify.annotations.NullMarked;
