/** The payments example: a service that charges cards, the card provider it calls, and the demo that starts both. */
@NullMarked
package dev.semel.examples.payments;

import org.jspecify.annotations.NullMarked;
