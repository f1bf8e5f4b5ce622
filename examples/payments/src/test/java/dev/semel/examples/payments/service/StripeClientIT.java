/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.net.RequestOptions;
import com.stripe.param.ChargeCreateParams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Stripe's own Java client, which makes its keys and sends again by itself, where half of all answers are lost and what is
 * sent again goes to the other node.
 *
 * <p>It waits half a second and more before it sends again, and offers no way to shorten that; hence the many threads.
 */
class StripeClientIT {

    private static final int THREADS = 40;

    @TempDir
    private static Path folder;

    private static TwoNodes service;

    private final String run = UUID.randomUUID().toString();
    private int movedBefore;

    @BeforeAll
    static void start() throws IOException {
        Stripe.enableTelemetry = false;
        service = TwoNodes.start(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        service.close();
    }

    @BeforeEach
    void count() throws IOException {
        movedBefore = service.moved();
    }

    @ParameterizedTest
    @EnumSource(
            value = LossyProxy.Loss.class,
            names = {"BEFORE_THE_HEADERS", "RESET_WHILE_RUNNING", "SILENCE", "UNAVAILABLE"})
    void twoHundredCallsWhoseAnswersAreLostMakeTwoHundredCharges(LossyProxy.Loss loss) throws Exception {
        try (var proxy = new LossyProxy(loss, service.ports())) {
            var stripe = client(proxy.url());
            var charges = ManyCalls.by(THREADS, () -> stripe.v1().charges().create(nineteenNinetyNine()));

            assertThat(proxy.lost()).isGreaterThanOrEqualTo(ManyCalls.COUNT);
            assertThat(proxy.duplicates()).isGreaterThanOrEqualTo(ManyCalls.COUNT);
            assertMadeOnce(charges);
        }
    }

    /** The client sends again when it cannot connect, hears nothing, or hears 409 or 5xx, but not when an answer is cut. */
    @Test
    void aCallerThatNamesItsKeyMaySendAgainWhereTheClientGivesUp() throws Exception {
        try (var proxy = new LossyProxy(LossyProxy.Loss.IN_THE_BODY, service.ports())) {
            var stripe = client(proxy.url());
            var givenUp = new AtomicInteger();
            var charges = ManyCalls.by(THREADS, () -> untilAnswered(stripe, givenUp));

            assertThat(givenUp.get()).isPositive();
            assertThat(proxy.duplicates()).isGreaterThanOrEqualTo(ManyCalls.COUNT);
            assertMadeOnce(charges);
        }
    }

    @Test
    void withoutTheLayerTheSameCallsMakeTwiceAsMany() throws Exception {
        try (var proxy = new LossyProxy(LossyProxy.Loss.UNAVAILABLE, service.ports())) {
            var stripe = client(proxy.url() + TwoNodes.UNGUARDED);
            var charges = ManyCalls.by(THREADS / 2, () -> stripe.v1().charges().create(nineteenNinetyNine()));

            assertThat(charges).hasSize(ManyCalls.COUNT);
            assertThat(service.stored(run)).hasSizeGreaterThanOrEqualTo(2 * ManyCalls.COUNT);
            assertThat(service.moved() - movedBefore).isGreaterThanOrEqualTo(2 * ManyCalls.COUNT);
        }
    }

    private void assertMadeOnce(List<Charge> charges) throws IOException {
        var stored = service.stored(run);
        assertThat(charges).hasSize(ManyCalls.COUNT).allSatisfy(StripeClientIT::isWhatWasWanted);
        assertThat(charges).extracting(Charge::getId).containsExactlyInAnyOrderElementsOf(stored.keySet());
        assertThat(stored.values()).doesNotHaveDuplicates().hasSize(ManyCalls.COUNT);
        assertThat(service.moved() - movedBefore).isEqualTo(ManyCalls.COUNT);
        // not all: what is sent again may overtake what was sent first
        assertThat(charges).anySatisfy(charge -> assertThat(
                        charge.getLastResponse().headers().firstValue("Idempotent-Replayed"))
                .hasValue("true"));
    }

    private static void isWhatWasWanted(Charge charge) {
        assertThat(charge.getAmount()).isEqualTo(1999);
        assertThat(charge.getStatus()).isEqualTo("succeeded");
        assertThat(charge.getPaid()).isTrue();
    }

    private Charge untilAnswered(StripeClient stripe, AtomicInteger givenUp) throws InterruptedException {
        var key = RequestOptions.builder()
                .setIdempotencyKey(UUID.randomUUID().toString())
                .build();
        while (!Thread.interrupted()) {
            try {
                return stripe.v1().charges().create(nineteenNinetyNine(), key);
            } catch (StripeException e) {
                givenUp.incrementAndGet();
            }
        }
        throw new InterruptedException();
    }

    private ChargeCreateParams nineteenNinetyNine() {
        return ChargeCreateParams.builder()
                .setAmount(1999L)
                .setCurrency("eur")
                .setSource("tok_visa")
                .putMetadata("run", run)
                .build();
    }

    private static StripeClient client(String url) {
        return StripeClient.builder()
                .setApiKey("sk_test_shop_a")
                .setApiBase(url)
                .setReadTimeout(1_000)
                .setMaxNetworkRetries(20)
                .build();
    }
}
