/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.client;

import static dev.semel.client.ScriptedServer.answer;
import static dev.semel.client.ScriptedServer.conflict;
import static dev.semel.client.ScriptedServer.cut;
import static dev.semel.client.ScriptedServer.lost;
import static dev.semel.client.ScriptedServer.problem;
import static dev.semel.client.ScriptedServer.reset;
import static dev.semel.client.ScriptedServer.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semel.Call;
import dev.semel.IdempotencyKey;
import dev.semel.IdempotencyPolicy;
import dev.semel.IdempotentExecutor;
import dev.semel.Operation;
import dev.semel.Scope;
import dev.semel.client.Caller.Sending;
import dev.semel.client.ScriptedServer.Answer;
import dev.semel.client.ScriptedServer.Request;
import dev.semel.client.SendResult.DefinitiveFailure;
import dev.semel.client.SendResult.FailureReason;
import dev.semel.client.SendResult.Success;
import dev.semel.client.SendResult.Unknown;
import dev.semel.client.SendResult.UnknownReason;
import dev.semel.codec.ResultCodecs;
import dev.semel.http.HeaderField;
import dev.semel.memory.InMemoryIdempotencyStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every client must show: the rows C1 to C14, against a server that answers as scripted. */
abstract class ClientBehaviours {
    private static final String KEY = "Idempotency-Key";
    private static final Answer CREATED = answer(201, "done");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<SendResult<?>> results = new ArrayList<>();
    private final IdempotentSenderBuilder builder =
            IdempotentSender.builder("test").backoff(attempt -> 1L).listener(results::add);
    private Duration patience = Duration.ofSeconds(20);
    private @Nullable Exception thrown;
    private Caller.@Nullable Reply reply;

    /** Makes the client under test. */
    abstract Caller caller(IdempotentSender sender);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void rowC01_oneKeyForAllAttempts() throws Exception {
        ScriptedServer server = server(
                lost(),
                answer(503, ""),
                conflict("Retry-After: 1"),
                answer(307, "", "Location: /elsewhere"),
                answer(401, "who are you"),
                silence(),
                CREATED);
        patience = Duration.ofSeconds(1);
        builder.limits(RetryLimits.standard().withRetryAfterCap(Duration.ofMillis(5)));
        builder.credentials(() -> Optional.of(new HeaderField("Authorization", "Bearer new")));

        SendResult<?> result = send(Sending.post(server.at("/payments")).with("Authorization", "Bearer old"));

        assertThat(result).isInstanceOf(Success.class);
        assertThat(result.report().attempts()).isEqualTo(7);
        assertThat(keys(server)).hasSize(7).containsOnly(List.of(keyOf(result)));
        assertThat(server.requests())
                .extracting(Request::path)
                .containsExactly(
                        "/payments", "/payments", "/payments", "/payments", "/elsewhere", "/elsewhere", "/payments");
        assertThat(server.requests())
                .extracting(each -> each.header("Authorization").get(0))
                .containsExactly(
                        "Bearer old",
                        "Bearer old",
                        "Bearer old",
                        "Bearer old",
                        "Bearer old",
                        "Bearer new",
                        "Bearer new");
        assertThat(reply).isEqualTo(new Caller.Reply(201, "done"));
    }

    @Test
    void rowC01_aNewCallHasANewKey() throws Exception {
        ScriptedServer server = server(CREATED, CREATED);

        send(Sending.post(server.at("/payments")));
        send(Sending.post(server.at("/payments")));

        assertThat(Set.copyOf(keys(server))).hasSize(2);
    }

    @Test
    void rowC01_refreshesCredentialsOnce() throws Exception {
        ScriptedServer server = server(answer(401, ""), answer(401, ""), CREATED);
        builder.credentials(() -> Optional.of(new HeaderField("Authorization", "Bearer new")));

        SendResult<?> result = send(Sending.post(server.at("/payments")));

        assertThat(result).isInstanceOfSatisfying(DefinitiveFailure.class, failure -> assertThat(failure.reason())
                .isEqualTo(FailureReason.ANSWERED));
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"GET, false", "PUT, false", "DELETE, false", "POST, true", "PATCH, true"})
    void rowC02_addsAKeyToPostAndPatchOnly(String method, boolean hasKey) throws Exception {
        ScriptedServer server = server(answer(200, "done"));

        SendResult<?> result = send(new Sending(method, server.at("/"), method.equals("GET") ? "" : "x", Map.of()));

        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo(method);
            assertThat(request.header(KEY)).hasSize(hasKey ? 1 : 0);
        });
        assertThat(result.report().key() != null).isEqualTo(hasKey);
    }

    @Test
    void rowC02_keepsAKeyOfTheCallerForAllAttempts() throws Exception {
        ScriptedServer server = server(lost(), answer(503, ""), CREATED);

        SendResult<?> result = send(Sending.post(server.at("/")).with(KEY, "\"order-42\""));

        assertThat(keys(server)).hasSize(3).containsOnly(List.of("\"order-42\""));
        assertThat(result.report().key()).isEqualTo(IdempotencyKey.of("order-42"));
    }

    @Test
    void rowC03_writesTheKeyAsTheTargetWantsIt() throws Exception {
        ScriptedServer server = server(CREATED, CREATED);
        builder.keys(KeySource.of(IdempotencyKey.of("k-1")));

        send(Sending.post(server.at("/")));
        builder.placement(KeyPlacement.payPal().quoted());
        send(Sending.post(server.at("/")));

        assertThat(server.requests().get(0).header(KEY)).containsExactly("k-1");
        assertThat(server.requests().get(1).header("PayPal-Request-Id")).containsExactly("\"k-1\"");
        assertThat(server.requests().get(1).header(KEY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3600", "99999999999999999999", "date"})
    void rowC04_waitsAsToldWithinTheCap(String retryAfter) throws Exception {
        String value = retryAfter.equals("date")
                ? DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().plusSeconds(3600).atOffset(ZoneOffset.UTC))
                : retryAfter;
        ScriptedServer server = server(conflict("Retry-After: " + value), CREATED);
        builder.limits(RetryLimits.standard().withRetryAfterCap(Duration.ofMillis(150)));

        SendResult<?> result = send(Sending.post(server.at("/")));

        assertThat(result).isInstanceOf(Success.class);
        List<Request> requests = server.requests();
        assertThat(Duration.ofNanos(requests.get(1).nanos() - requests.get(0).nanos()))
                .isBetween(Duration.ofMillis(150), Duration.ofSeconds(10));
        assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
        assertThat(keys(server)).containsOnly(List.of(keyOf(result)));
    }

    @Test
    void rowC04_retriesAConflictThatDoesNotSayWhen() throws Exception {
        ScriptedServer server = server(conflict(), conflict("Retry-After: soon"), CREATED);

        assertThat(send(Sending.post(server.at("/")))).isInstanceOf(Success.class);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void rowC04_neverRetriesWhatTheServerCannotTell() throws Exception {
        ScriptedServer server = server(problem(409, "indeterminate", "Retry-After: 1"), CREATED);

        assertUnknown(send(Sending.post(server.at("/"))), UnknownReason.INDETERMINATE);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void rowC04_endsAsUnknownWhileTheFirstStillRuns() throws Exception {
        ScriptedServer server = server(conflict(), conflict(), CREATED);
        builder.limits(RetryLimits.standard().withMaxAttempts(2));

        assertUnknown(send(Sending.post(server.at("/"))), UnknownReason.IN_PROGRESS);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 422})
    void rowC05_neverRetriesWhatTheClientMustCorrect(int status) throws Exception {
        ScriptedServer server = server(answer(status, "no"), CREATED);

        SendResult<?> result = send(Sending.post(server.at("/")));

        assertThat(result).isInstanceOfSatisfying(DefinitiveFailure.class, failure -> assertThat(failure.reason())
                .isEqualTo(FailureReason.ANSWERED));
        assertThat(server.requests()).hasSize(1);
        assertThat(reply).isEqualTo(new Caller.Reply(status, "no"));
    }

    @Test
    void rowC05_takesAMismatchForOneWhateverItsStatus() throws Exception {
        ScriptedServer server = server(problem(409, "fingerprint-mismatch", "Retry-After: 1"), CREATED);

        assertThat(send(Sending.post(server.at("/")))).isInstanceOf(DefinitiveFailure.class);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "reset", "cut", "silence", "408", "425", "429", "502", "503", "504"})
    void rowC06_retriesWithAKey(String fault) throws Exception {
        ScriptedServer server = server(fault(fault), CREATED);
        patience = Duration.ofMillis(fault.equals("silence") ? 500 : 20_000);

        SendResult<?> result = send(Sending.post(server.at("/")));

        assertThat(result).isInstanceOf(Success.class);
        assertThat(result.report().attempts()).isEqualTo(2);
        assertThat(reply).isEqualTo(new Caller.Reply(201, "done"));
        assertThat(keys(server)).hasSize(2).containsOnly(List.of(keyOf(result)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost", "reset", "cut", "silence", "408", "502", "503", "504"})
    void rowC06_neverRetriesWithoutAKey(String fault) throws Exception {
        ScriptedServer server = server(fault(fault), CREATED);
        patience = Duration.ofMillis(fault.equals("silence") ? 500 : 20_000);
        builder.rules(SendRules.standard().withKeyedMethods());

        assertUnknown(send(Sending.post(server.at("/"))), UnknownReason.UNANSWERED);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void rowC06_failsForCertainWithoutAKeyIfNothingRan() throws Exception {
        ScriptedServer server = server(answer(429, ""), CREATED);
        builder.rules(SendRules.standard().withKeyedMethods());

        assertThat(send(Sending.post(server.at("/")))).isInstanceOf(DefinitiveFailure.class);
        assertThat(server.requests()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE"})
    void rowC06_retriesAnIdempotentMethodWithoutAKey(String method) throws Exception {
        ScriptedServer server = server(lost(), answer(503, ""), answer(200, "done"));

        SendResult<?> result = send(new Sending(method, server.at("/"), method.equals("GET") ? "" : "x", Map.of()));

        assertThat(result).isInstanceOf(Success.class);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void rowC06_takesAnInternalErrorForUnknown() throws Exception {
        ScriptedServer server = server(answer(500, ""), CREATED);

        assertUnknown(send(Sending.post(server.at("/"))), UnknownReason.SERVER_ERROR);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void rowC06_retriesAnInternalErrorIfTheServerReleasesTheKey() throws Exception {
        ScriptedServer server = server(answer(500, ""), CREATED);
        builder.rules(SendRules.standard().withInternalErrors(SendRules.InternalErrors.RETRY));

        assertThat(send(Sending.post(server.at("/")))).isInstanceOf(Success.class);
    }

    @Test
    void rowC06_aRefusalLeavesAnEarlierAttemptInDoubt() throws Exception {
        ScriptedServer server = server(lost(), answer(403, ""));

        assertUnknown(send(Sending.post(server.at("/"))), UnknownReason.TURNED_AWAY);
    }

    @Test
    void rowC06_nothingWasSentWithoutAConnection() throws Exception {

        SendResult<?> result = send(Sending.post(nowhere()));

        assertThat(result).isInstanceOfSatisfying(DefinitiveFailure.class, failure -> assertThat(failure.reason())
                .isEqualTo(FailureReason.NOT_SENT));
        assertThat(result.report().attempts()).isEqualTo(8);
    }

    @Test
    void rowC07_directivesOverrideTheStatus() throws Exception {
        ScriptedServer server = server(
                answer(400, "", "Stripe-Should-Retry: true"), answer(503, "", "Stripe-Should-Retry: false"), CREATED);
        builder.rules(SendRules.stripe());

        assertUnknown(send(Sending.post(server.at("/"))), UnknownReason.SERVER_ERROR);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void rowC07_directivesMeanNothingUnlessConfigured() throws Exception {
        ScriptedServer server = server(answer(400, "", "Stripe-Should-Retry: true"), CREATED);

        assertThat(send(Sending.post(server.at("/")))).isInstanceOf(DefinitiveFailure.class);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void rowC08_sendsTheSameBytesAgain() throws Exception {
        ScriptedServer server = server(lost(), answer(503, ""), CREATED);
        String body = "{ \"amount\" : 1.0,\t\"b\":1, \"a\" : [ 2,1 ] }\r\n";

        send(new Sending("POST", server.at("/"), body, Map.of("Content-Type", "application/json")));

        assertThat(server.requests()).extracting(Request::body).containsExactly(body, body, body);
        assertThat(server.requests().stream()
                        .map(each -> each.header("Content-Type"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void rowC09_endsAsUnknownPastTheDeadline() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        Answer slow = (client, request) -> now.updateAndGet(time -> time.plusSeconds(50));
        ScriptedServer server = server(slow, slow, slow, CREATED);
        builder.clock(now::get).limits(RetryLimits.standard().withDeadline(Duration.ofMinutes(2)));

        SendResult<?> result = send(Sending.post(server.at("/")));

        assertUnknown(result, UnknownReason.UNANSWERED);
        assertThat(result.report().attempts()).isEqualTo(3);
    }

    @Test
    void rowC09_doesNotSendAKeyThatTheServerMayHaveForgotten() throws Exception {
        ScriptedServer server = server(CREATED);
        KeyJournal.Entry old =
                new KeyJournal.Entry(IdempotencyKey.of("k-1"), Instant.now().minus(Duration.ofHours(13)));
        builder.keys(KeySource.journaled((intent, proposed) -> old, "order-42"));

        assertUnknown(send(Sending.post(server.at("/"))), UnknownReason.KEY_EXPIRED);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void rowC10_capsTheAttempts() throws Exception {
        ScriptedServer server = server(answer(503, ""), answer(503, ""), answer(503, ""), CREATED);
        builder.limits(RetryLimits.standard().withMaxAttempts(3));

        assertUnknown(send(Sending.post(server.at("/"))), UnknownReason.UNANSWERED);
        assertThat(server.requests()).hasSize(3);
    }

    @Test
    void rowC10_doesNotWaitBeyondTheDeadline() throws Exception {
        ScriptedServer server = server(answer(503, "", "Retry-After: 99999999"), CREATED);
        builder.limits(RetryLimits.standard().withDeadline(Duration.ofSeconds(30)));

        SendResult<?> result = send(Sending.post(server.at("/")));

        assertUnknown(result, UnknownReason.UNANSWERED);
        assertThat(result.report().attempts()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Replayed", "Idempotent-Replayed"})
    void rowC11_tellsAReplay(String marker) throws Exception {
        ScriptedServer server = server(lost(), answer(201, "done", marker + ": true"));

        SendResult<?> result = send(Sending.post(server.at("/")));

        assertThat(result).isInstanceOf(Success.class);
        assertThat(result.report().isReplayed()).isTrue();
        assertThat(result.report().attempts()).isEqualTo(2);
        assertThat(keyOf(result)).isEqualTo(server.requests().get(0).header(KEY).get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {409, 500, 503})
    void rowC11_aRecordedErrorIsTheAnswer(int status) throws Exception {
        ScriptedServer server = server(answer(status, "", "Idempotency-Replayed: true", "Retry-After: 1"), CREATED);

        SendResult<?> result = send(Sending.post(server.at("/")));

        assertThat(result).isInstanceOf(DefinitiveFailure.class);
        assertThat(result.report().isReplayed()).isTrue();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void rowC11_aFirstExecutionIsNoReplay() throws Exception {
        ScriptedServer server = server(answer(201, "done", "Idempotency-Replayed: false"));

        assertThat(send(Sending.post(server.at("/"))).report().isReplayed()).isFalse();
    }

    @Test
    void rowC12_resumesWithTheKeyOfTheJournal() throws Exception {
        Map<String, KeyJournal.Entry> written = new HashMap<>();
        List<Integer> entriesAtArrival = new ArrayList<>();
        ScriptedServer server = server((client, request) -> entriesAtArrival.add(written.size()), CREATED);
        KeyJournal journal = (intent, proposed) -> written.computeIfAbsent(intent, name -> proposed);
        builder.keys(KeySource.journaled(journal, "order-42"))
                .limits(RetryLimits.standard().withMaxAttempts(1));

        assertUnknown(send(Sending.post(server.at("/"))), UnknownReason.UNANSWERED);
        SendResult<?> resumed = send(Sending.post(server.at("/")));

        assertThat(entriesAtArrival).containsExactly(1);
        assertThat(resumed).isInstanceOf(Success.class);
        assertThat(keys(server)).hasSize(2).containsOnly(List.of(keyOf(resumed)));
    }

    @Test
    void rowC12_aResumedCallThatIsNotSentIsUnknown() throws Exception {
        KeyJournal.Entry earlier = new KeyJournal.Entry(IdempotencyKey.of("k-1"), Instant.now());
        builder.keys(KeySource.journaled((intent, proposed) -> earlier, "order-42"));

        assertUnknown(send(Sending.post(nowhere())), UnknownReason.UNANSWERED);
    }

    @Test
    void rowC13_sendsTheDerivedKeyInEveryAttempt() throws Exception {
        ScriptedServer server = server(lost(), CREATED);
        List<String> derived = new ArrayList<>();
        try (IdempotentExecutor executor =
                IdempotentExecutor.builder(new InMemoryIdempotencyStore()).build()) {
            Operation<String> pay = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());
            executor.execute(pay, Call.of(Scope.of("shop"), IdempotencyKey.of("inbound-1")), execution -> {
                derived.add(execution.downstreamKey("charge"));
                builder.keys(KeySource.downstream(execution, "charge"));
                return send(Sending.post(server.at("/"))).toString();
            });
        }

        assertThat(keys(server)).hasSize(2).containsOnly(derived);
        assertThat(derived).doesNotContain("inbound-1");
    }

    @Test
    void rowC14_doesNotFollowToAnotherOrigin() throws Exception {
        ScriptedServer other = server(CREATED);
        ScriptedServer server = server(answer(307, "", "Location: " + other.at("/")));

        SendResult<?> result = send(Sending.post(server.at("/")));

        assertThat(result).isInstanceOfSatisfying(DefinitiveFailure.class, failure -> assertThat(failure.reason())
                .isEqualTo(FailureReason.REDIRECT_REFUSED));
        assertThat(other.requests()).isEmpty();
    }

    @Test
    void rowC14_followsToAnAllowedOriginWithoutTheCredentials() throws Exception {
        ScriptedServer other = server(CREATED);
        ScriptedServer server = server(answer(308, "", "Location: " + other.at("/there?a=b")));
        builder.rules(SendRules.standard().withRedirectsTo(other.at("/any")));

        SendResult<?> result = send(Sending.post(server.at("/")).with("Authorization", "Bearer old"));

        assertThat(result).isInstanceOf(Success.class);
        assertThat(other.requests()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/there?a=b");
            assertThat(request.header(KEY)).containsExactly(keyOf(result));
            assertThat(request.header("Authorization")).isEmpty();
            assertThat(request.body()).isEqualTo("pay");
        });
    }

    @Test
    void rowC14_asksNoOtherOriginToRefreshCredentials() throws Exception {
        ScriptedServer other = server(answer(401, ""), CREATED);
        ScriptedServer server = server(answer(308, "", "Location: " + other.at("/")));
        builder.rules(SendRules.standard().withRedirectsTo(other.at("/")))
                .credentials(() -> Optional.of(new HeaderField("Authorization", "Bearer new")));

        assertThat(send(Sending.post(server.at("/")))).isInstanceOf(DefinitiveFailure.class);
        assertThat(other.requests()).hasSize(1);
    }

    @Test
    void rowC14_showsTheKeyToNobody() throws Exception {
        ScriptedServer server = server(answer(500, ""), CREATED, answer(400, ""));
        builder.keys(KeySource.of(IdempotencyKey.of("secret-key")));

        for (int i = 0; i < 3; i++) {
            String shown = send(Sending.post(server.at("/"))) + " " + thrown;
            assertThat(shown).doesNotContain("secret-key");
        }
        builder.placement(KeyPlacement.standard()).keys(KeySource.of(IdempotencyKey.of("secret key")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> send(Sending.post(server.at("/"))))
                .withMessageNotContaining("secret");
    }

    /** An address that refuses connections: its port is taken, so that nobody else comes to listen there. */
    private URI nowhere() throws IOException {
        Socket bound = new Socket();
        open.add(bound);
        bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return URI.create("http://localhost:" + bound.getLocalPort() + "/");
    }

    final ScriptedServer server(Answer... script) throws IOException {
        ScriptedServer server = new ScriptedServer(script);
        open.add(server);
        return server;
    }

    /** How long an attempt waits for its answer. */
    final Duration patience() {
        return patience;
    }

    final IdempotentSenderBuilder builder() {
        return builder;
    }

    /** Sends through the client under test, and gives what the listener heard. */
    final SendResult<?> send(Sending sending) throws Exception {
        int before = results.size();
        thrown = null;
        reply = null;
        try {
            reply = caller(builder.build()).send(sending);
        } catch (IOException e) {
            thrown = e;
        }
        assertThat(results).hasSize(before + 1);
        SendResult<?> result = results.get(before);
        boolean hasAnswer = !(result instanceof Unknown) && result.response() != null;
        assertThat(reply != null || thrown != null).isTrue();
        assertThat(thrown == null || !hasAnswer)
                .as("an answer is given to the caller")
                .isTrue();
        return result;
    }

    static String keyOf(SendResult<?> result) {
        return Optional.ofNullable(result.report().key()).orElseThrow().value();
    }

    private static void assertUnknown(SendResult<?> result, UnknownReason reason) {
        assertThat(result).isInstanceOfSatisfying(Unknown.class, unknown -> assertThat(unknown.reason())
                .isEqualTo(reason));
    }

    private static List<List<String>> keys(ScriptedServer server) {
        return server.requests().stream().map(each -> each.header(KEY)).collect(Collectors.toList());
    }

    private static Answer fault(String name) {
        return switch (name) {
            case "lost" -> lost();
            case "reset" -> reset();
            case "cut" -> cut(201);
            case "silence" -> silence();
            default -> answer(Integer.parseInt(name), "");
        };
    }
}
