/**
 * What a caller of an idempotent service needs: one key per call, retries that cannot double the effect, and a result
 * that tells what failed from what is unknown. For users of an HTTP client; the adapters are in the packages below.
 */
@NullMarked
package dev.semel.client;

import org.jspecify.annotations.NullMarked;
