/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns requests into orders and faults; whatever does not fit is refused with a sentence that names the field. */
final class RequestReader {

    static final long MAX_AMOUNT = 100_000_000_000L;

    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final Pattern CARD = Pattern.compile("tok_[A-Za-z0-9_]{1,60}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?");
    private static final Set<String> FAULT_NAMES = Set.of("loseAnswers", "delayMillis", "unavailable");

    private final JsonMapper json;

    RequestReader(JsonMapper json) {
        this.json = json;
    }

    /** The key header, or null if it is absent. */
    @Nullable
    String idempotencyKey(HttpExchange exchange) {
        List<String> values = exchange.getRequestHeaders().get("Idempotency-Key");
        if (values == null) {
            return null;
        }
        if (values.size() > 1 || !KEY.matcher(values.get(0)).matches()) {
            throw new RefusedException(400, "Idempotency-Key must be one header of 1 to 255 visible ASCII characters");
        }
        return values.get(0);
    }

    Order charge(HttpExchange exchange) throws IOException {
        var body = object(exchange);
        return new Order(Kind.CHARGE, amount(body), currency(body), card(body));
    }

    /** The refund asked for; its currency is that of the charge. */
    Order refund(HttpExchange exchange, Ledger ledger) throws IOException {
        var body = object(exchange);
        var charge = body.path("charge");
        if (!charge.isString()) {
            throw new RefusedException(400, "charge must be the id of a charge");
        }
        var amount = amount(body);
        return new Order(Kind.REFUND, amount, ledger.currencyOf(charge.stringValue()), charge.stringValue());
    }

    /** The faults asked for. A field left out is zero, so that the request says exactly what holds afterwards. */
    Faults faults(HttpExchange exchange) throws IOException {
        var body = object(exchange);
        body.propertyNames().stream()
                .filter(name -> !FAULT_NAMES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new RefusedException(400, "unknown field; known are loseAnswers, delayMillis, unavailable");
                });
        try {
            return new Faults(number(body, "loseAnswers"), number(body, "delayMillis"), number(body, "unavailable"));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(400, String.valueOf(e.getMessage()));
        }
    }

    private static int number(JsonNode body, String name) {
        var value = body.path(name);
        if (value.isMissingNode()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new RefusedException(400, name + " must be a whole number");
        }
        return value.intValue();
    }

    private static long amount(JsonNode body) {
        var value = body.path("amount");
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new RefusedException(400, "amount must be a whole number of minor units");
        }
        if (value.longValue() < 1 || value.longValue() > MAX_AMOUNT) {
            throw new RefusedException(400, "amount must be from 1 to " + MAX_AMOUNT);
        }
        return value.longValue();
    }

    private static String currency(JsonNode body) {
        var value = body.path("currency");
        if (value.isString() && isCurrency(value.stringValue())) {
            return value.stringValue();
        }
        throw new RefusedException(400, "currency must be an ISO 4217 code such as EUR");
    }

    private static boolean isCurrency(String code) {
        return Currency.getAvailableCurrencies().stream()
                .anyMatch(known -> known.getCurrencyCode().equals(code));
    }

    private static String card(JsonNode body) {
        var value = body.path("card");
        if (!value.isString() || !CARD.matcher(value.stringValue()).matches()) {
            throw new RefusedException(400, "card must be a token such as tok_visa");
        }
        return value.stringValue();
    }

    private JsonNode object(HttpExchange exchange) throws IOException {
        var bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (bytes.length > MAX_BODY_BYTES) {
            throw new RefusedException(413, "the body is larger than " + MAX_BODY_BYTES + " bytes");
        }
        try {
            var body = json.readTree(bytes);
            if (body.isObject()) {
                return body;
            }
        } catch (JacksonException e) {
            // answered below; the parser's message could quote the body
        }
        throw new RefusedException(400, "the body is not a JSON object");
    }
}
