/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Which request does what; decides the answer but does not send it. */
final class ProviderApi {

    private static final String DECLINED_CARD = "tok_declined";

    private final Ledger ledger;
    private final FaultPlan faults;
    private final RequestReader reader;

    ProviderApi(Ledger ledger, FaultPlan faults, RequestReader reader) {
        this.ledger = ledger;
        this.faults = faults;
        this.reader = reader;
    }

    /**
     * The answer to one request; its effect, if any, is on disk.
     *
     * @throws RefusedException if the request is not granted
     * @throws IOException if the body cannot be read
     */
    Answer answer(HttpExchange exchange) throws IOException {
        var call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        return switch (call) {
            case "POST /charges" -> charge(exchange);
            case "POST /refunds" -> refund(exchange);
            case "GET /charges" -> list(Kind.CHARGE);
            case "GET /refunds" -> list(Kind.REFUND);
            case "GET /faults" -> new Answer(200, faults.present());
            case "PUT /faults" -> setFaults(exchange);
            default -> Answer.problem(404, "Not found", "there is " + routes());
        };
    }

    private static String routes() {
        return "POST and GET /charges, POST and GET /refunds, GET and PUT /faults";
    }

    private Answer charge(HttpExchange exchange) throws IOException {
        if (faults.takeUnavailable()) {
            return unavailable();
        }
        var key = reader.idempotencyKey(exchange);
        var order = reader.charge(exchange);
        // a key that stands for a charge says so before anything else is said of the card
        if (order.target().equals(DECLINED_CARD) && !ledger.knows(key)) {
            return Answer.problem(402, "Card declined", "the bank declined the card");
        }
        return booked(ledger.book(order, key));
    }

    private Answer refund(HttpExchange exchange) throws IOException {
        if (faults.takeUnavailable()) {
            return unavailable();
        }
        var key = reader.idempotencyKey(exchange);
        return booked(ledger.book(reader.refund(exchange, ledger), key));
    }

    private static Answer booked(Ledger.Booking booking) {
        return new Answer(booking.repeated() ? 200 : 201, LedgerView.of(booking.entry()));
    }

    private static Answer unavailable() {
        return Answer.problem(503, "Unavailable", "the provider is unavailable; nothing was charged");
    }

    private Answer list(Kind kind) {
        return new Answer(200, ledger.list(kind).stream().map(LedgerView::of).toList());
    }

    private Answer setFaults(HttpExchange exchange) throws IOException {
        var wanted = reader.faults(exchange);
        faults.set(wanted);
        return new Answer(200, wanted);
    }
}
