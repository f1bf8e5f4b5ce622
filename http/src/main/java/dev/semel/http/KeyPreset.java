/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.List;

/**
 * Where clients of well-known interfaces send their keys, for services that are called as those are. Each is a value to be
 * refined: {@code KeyPreset.ADYEN.rules().withMaxLength(36)}. Only place, notation and length of the key are meant, and
 * Stripe's marker of replays; what is final, and for how long, stays what the policy says.
 */
public enum KeyPreset {
    /**
     * {@code Idempotency-Key}, up to 255 characters, taken as it is; replays are marked {@code Idempotent-Replayed}. See <a
     * href="https://docs.stripe.com/api/idempotent_requests">Idempotent requests</a> and <a
     * href="https://docs.stripe.com/error-low-level">Advanced error handling</a>.
     */
    STRIPE(255, KeyFormat.ANY, new KeyPlace.Header(KeyRules.STANDARD_HEADER)),
    /**
     * {@code PayPal-Request-Id}, up to 108 characters. See <a
     * href="https://developer.paypal.com/reference/guidelines/idempotency">Idempotency</a>; the length is that of <a
     * href="https://developer.paypal.com/sdk/orders/v2/orders-create">Orders</a>, and others of its interfaces have other
     * ones.
     */
    PAYPAL(108, KeyFormat.ANY, new KeyPlace.Header("PayPal-Request-Id")),
    /**
     * {@code idempotency-key}, up to 64 characters. See <a
     * href="https://docs.adyen.com/development-resources/api-idempotency">API idempotency</a>.
     */
    ADYEN(64, KeyFormat.ANY, new KeyPlace.Header("idempotency-key")),
    /**
     * The member {@code idempotency_key} of the JSON body, up to 45 characters. See <a
     * href="https://developer.squareup.com/docs/working-with-apis/idempotency">Idempotency</a>; the length is that of <a
     * href="https://developer.squareup.com/reference/square/payments-api/create-payment">CreatePayment</a>. Square takes any
     * text; here it must be printable ASCII.
     */
    SQUARE(45, KeyFormat.ANY, new KeyPlace.JsonBody("/idempotency_key")),
    /**
     * {@code request_id}, a UUID in any case, in the query or in the JSON body, also spelled {@code requestId} as JSON
     * spells the fields of messages. See <a href="https://google.aip.dev/155">AIP-155</a>, by which it should be optional
     * ({@link KeyRequirement#OPTIONAL}).
     */
    GOOGLE(
            36,
            KeyFormat.UUID_IN_ANY_CASE,
            new KeyPlace.QueryParameter("request_id"),
            new KeyPlace.QueryParameter("requestId"),
            new KeyPlace.JsonBody("/request_id"),
            new KeyPlace.JsonBody("/requestId")),
    /**
     * {@code ClientToken} or {@code clientToken}, up to 64 characters, as a query parameter, a form field, or a member of
     * the JSON body. See <a
     * href="https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html">Ensuring idempotency in Amazon EC2 API
     * requests</a>; some other of its interfaces take up to 128.
     */
    AWS(
            64,
            KeyFormat.ANY,
            new KeyPlace.QueryParameter("ClientToken"),
            new KeyPlace.QueryParameter("clientToken"),
            new KeyPlace.FormField("ClientToken"),
            new KeyPlace.FormField("clientToken"),
            new KeyPlace.JsonBody("/ClientToken"),
            new KeyPlace.JsonBody("/clientToken"));

    @SuppressWarnings("ImmutableEnumChecker") // a record of immutable parts
    private final KeyRules rules;

    KeyPreset(int maxLength, KeyFormat format, KeyPlace... places) {
        this.rules = new KeyRules(List.of(places), KeySyntax.OPAQUE, format, maxLength, KeyScope.OPERATION);
    }

    /**
     * Where the key stands and how it is read.
     *
     * @return rules whose keys are of their own for each operation
     */
    public KeyRules rules() {
        return rules;
    }

    /**
     * How replays are marked.
     *
     * @return Stripe's marker, or the standard one
     */
    public ReplayMarkers markers() {
        return this == STRIPE
                ? new ReplayMarkers(List.of(ReplayMarkers.STRIPE), ReplayMarkers.FirstExecution.UNMARKED)
                : ReplayMarkers.standard();
    }

    /**
     * A policy for clients of that interface.
     *
     * @param policy all else
     * @return the policy with these keys and this marker
     */
    public HttpPolicy applyTo(HttpPolicy policy) {
        return policy.withKeys(rules).withAnswers(policy.answers().withMarkers(markers()));
    }
}
