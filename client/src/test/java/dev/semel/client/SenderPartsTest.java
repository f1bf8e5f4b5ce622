/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.semel.IdempotencyKey;
import dev.semel.client.spi.PeekedBody;
import dev.semel.http.HeaderField;
import io.github.resilience4j.core.IntervalFunction;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of a sender that need no server. */
class SenderPartsTest {
    @Test
    void rowC10_spreadsWaitsOverTheWholeBound() {
        Random random = new Random(7);
        IntervalFunction backoff =
                RetryLimits.fullJitter(Duration.ofMillis(100), Duration.ofMillis(1000), () -> random);

        for (int attempt = 1; attempt <= 6; attempt++) {
            long bound = Math.min(1000, 100L << (attempt - 1));
            int number = attempt;
            long[] waits =
                    LongStream.range(0, 500).map(i -> backoff.apply(number)).toArray();
            assertThat(LongStream.of(waits).allMatch(wait -> wait >= 0 && wait <= bound))
                    .isTrue();
            assertThat(LongStream.of(waits).max().orElseThrow()).isGreaterThan(bound * 9 / 10);
            assertThat(LongStream.of(waits).min().orElseThrow()).isLessThan(bound / 10);
        }
    }

    @Test
    void rowC09_refusesADeadlineLongerThanKeysLive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryLimits.standard().withDeadline(Duration.ofHours(13)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x y", "\"k\"", "k;v=1", "k,l", "-k", "ключ", "k\r\nX: y"})
    void rowC03_refusesABareKeyThatServersReadOtherwise(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyPlacement.standard().field(IdempotencyKey.of(key)))
                .withMessageNotContaining(key);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {"k-1, '\"k-1\"'", "'a\"b\\c', '\"a\\\"b\\\\c\"'", "'a b', '\"a b\"'"})
    void rowC03_quotesAsTheDraftSays(String key, String field) {
        KeyPlacement quoted = KeyPlacement.standard().quoted();

        assertThat(quoted.field(IdempotencyKey.of(key))).isEqualTo(new HeaderField("Idempotency-Key", field));
        assertThatIllegalArgumentException().isThrownBy(() -> quoted.field(IdempotencyKey.of("ключ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"code\":\"conflict\"} | conflict",
                "{\"a\":{\"code\":\"no\"},\"b\":[\"code\",\"no\"], \"code\" : \"conflict\" | conflict",
                "{\"title\":\"code\",\"detail\":\"a \\\"code\\\": b\",\"code\":\"conflict\"} | conflict",
                "{\"code\":{\"code\":\"no\"}} | ''",
                "{\"code\":1,\"title\":\"x\"} | ''",
                "{\"code\":\"conf | ''",
                "[{\"code\":\"no\"}] | ''",
                "{\"title\":\"no\\ | ''",
            })
    void rowC04_findsTheCodeOfAProblem(String document, String code) {
        Optional<String> expected = Optional.of(code).filter(text -> !text.isEmpty());

        assertThat(ProblemCode.of(document.getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "http://a.example/x, http://a.example:80/y, true",
        "https://A.example, https://a.example:443, true",
        "http://a.example, https://a.example, false",
        "http://a.example, http://a.example:8080, false",
        "http://a.example, http://b.example, false",
        "http://a_b, http://a_b/x, true",
        "http://a_b, http://a_c, false",
        "http://u@a.example, http://a.example, true"
    })
    void rowC14_comparesOrigins(URI one, URI other, boolean same) {
        assertThat(Origins.of(one).equals(Origins.of(other))).isEqualTo(same);
    }

    @Test
    void rowC06_aSmallBodyThatEndsEarlyIsNoAnswer() {
        InputStream cut = new ByteArrayInputStream(new byte[] {1, 2, 3});

        assertThatExceptionOfType(EOFException.class).isThrownBy(() -> PeekedBody.of(cut, 4));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 100, 100_000})
    void rowC04_looksIntoABodyWithoutLoss(long promised) throws IOException {
        byte[] bytes = new byte[promised < 0 ? 100_000 : (int) promised];
        bytes[0] = 7;
        PeekedBody body = PeekedBody.of(new ByteArrayInputStream(bytes), promised);

        assertThat(body.peek(20_000)).isEqualTo(Arrays.copyOf(bytes, Math.min(bytes.length, 20_000)));
        assertThat(body.stream().readAllBytes()).isEqualTo(bytes);
    }

    @Test
    void rowC12_sendsNothingIfTheJournalFails() {
        KeySource failing = KeySource.journaled(
                (intent, proposed) -> {
                    throw new IllegalStateException("disk full");
                },
                "order-42");
        SenderSettings settings = IdempotentSender.builder("test").keys(failing).settings();

        assertThat(catchThrowable(() -> CallKey.of(settings, new SilentExchange(), null)))
                .hasMessage("disk full");
    }

    @Test
    void anErrorOfTheClientReachesTheCallerOfTheAsynchronousForm() {
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try {
            IdempotentSender sender =
                    IdempotentSender.builder("test").scheduler(scheduler).build();
            CompletableFuture<?> sent =
                    sender.sendAsync(new SilentExchange(), null).toCompletableFuture();
            assertThat(sent).isCompletedExceptionally();
        } finally {
            scheduler.shutdownNow();
        }
    }

    @Test
    void rowC09_aKeyEndsWithItsLife() {
        Instant minted = Instant.EPOCH;
        IssuedKey issued = new IssuedKey(IdempotencyKey.of("k"), minted, IssuedKey.History.MAY_HAVE_BEEN_SENT);
        CallKey key = new CallKey(issued.key(), issued, List.of());
        Instant late = minted.plus(Duration.ofHours(12)).minusSeconds(10);

        assertThat(key.end(late, RetryLimits.standard())).isEqualTo(minted.plus(Duration.ofHours(12)));
        assertThat(key.end(minted, RetryLimits.standard())).isEqualTo(minted.plus(Duration.ofMinutes(2)));
    }
}
