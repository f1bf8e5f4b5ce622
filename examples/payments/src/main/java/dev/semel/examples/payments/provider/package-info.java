/** The card provider: an HTTP server with its own ledger on disk and switchable faults; knows nothing of the service. */
@NullMarked
package dev.semel.examples.payments.provider;

import org.jspecify.annotations.NullMarked;
