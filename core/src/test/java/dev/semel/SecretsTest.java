/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.ScriptedStore.Fault;
import dev.semel.codec.ResultCodecs;
import dev.semel.memory.InMemoryIdempotencyStore;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.RecordedResult.Kind;
import dev.semel.spi.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What somebody with a copy of the store learns: nothing of payloads, and with encryption nothing of answers. */
class SecretsTest {
    private static final Bytes KEY =
            Bytes.wrap(HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"));
    private static final Bytes OTHER_KEY = Bytes.wrap(new byte[32]);
    private static final CellId CELL = CellId.of(UUID.fromString("2439fc4e-673a-e2e1-4916-f67b80de6082"));
    private static final CellId OTHER_CELL = new CellId(1, 2);
    private static final RecordedResult PAID = new RecordedResult(Kind.VALUE, "text", 3, Bytes.utf8("paid"));

    @Nested
    class Fingerprints {
        private final KeyedHash hash = KeyedHash.of(Bytes.utf8("0123456789abcdef0123456789abcdef"));
        private final Fingerprint payload = new Fingerprint(1, Bytes.utf8("digest"));

        private Fingerprint bound(KeyedHash by, CellId cell, Fingerprint digest) {
            return by.fingerprints(cell, List.of(digest)).get(0);
        }

        /** The value was computed by another implementation of HMAC. */
        @Test
        void areBoundAsTheFirstReleaseDid() {
            assertThat(HexFormat.of()
                            .formatHex(bound(hash, CELL, payload).digest().toArray()))
                    .isEqualTo("1ee0ff355d076e946849e149d7cdce8c14fa9cb91c26f6eac09390822ae1294d");
        }

        @Test
        void differForEqualPayloadsOfDifferentCellsSecretsAndAlgorithms() {
            Fingerprint bound = bound(hash, CELL, payload);
            assertThat(bound(hash, OTHER_CELL, payload)).isNotEqualTo(bound);
            assertThat(bound(KeyedHash.unkeyed(), CELL, payload)).isNotEqualTo(bound);
            assertThat(bound(hash, CELL, new Fingerprint(2, payload.digest())).digest())
                    .isNotEqualTo(bound.digest());
            assertThat(bound(hash, CELL, payload)).isEqualTo(bound);
        }

        @Test
        void keepTheirAlgorithmsAndTheirOrder() {
            List<Fingerprint> bound = hash.fingerprints(CELL, List.of(new Fingerprint(7, Bytes.utf8("a")), payload));
            assertThat(bound).extracting(Fingerprint::algorithm).containsExactly(7, 1);
            assertThat(hash.fingerprints(CELL, List.of(Fingerprint.NONE))).containsExactly(Fingerprint.NONE);
        }
    }

    @Nested
    class Encryption {
        private final ResultEncryption encryption = ResultEncryption.with("2026", KEY);

        /** The bytes were made by another implementation of AES-GCM and HMAC. */
        @Test
        void opensWhatTheFirstReleaseSealed() {
            Bytes payload = Bytes.wrap(
                    HexFormat.of()
                            .parseHex(
                                    "0432303236000102030405060708090a0bfff6a280066540c206275dbf8c3d1a6807fb7744dfdd127c0de57d041e"));
            RecordedResult yesterday = new RecordedResult(Kind.SEALED, "aes-256-gcm", 1, payload);
            assertThat(encryption.open(CELL, yesterday)).isEqualTo(PAID);
            assertThat(RecordedResult.decode(yesterday.encoded())).isEqualTo(yesterday);
            assertThat(yesterday.encoded()[1]).isEqualTo((byte) 4);
        }

        @Test
        void opensEveryKindOfResult() {
            for (Kind kind : List.of(Kind.VALUE, Kind.NULL, Kind.FAILURE, Kind.OMITTED)) {
                RecordedResult result = new RecordedResult(kind, "text", 1, Bytes.EMPTY);
                RecordedResult sealed = encryption.seal(CELL, result);
                assertThat(sealed.kind()).isEqualTo(Kind.SEALED);
                assertThat(encryption.open(CELL, sealed)).isEqualTo(result);
            }
        }

        @Test
        void neverSealsTheSameTwiceAlike() {
            assertThat(encryption.seal(CELL, PAID)).isNotEqualTo(encryption.seal(CELL, PAID));
        }

        @Test
        void opensAnAnswerOnlyInItsOwnCell() {
            RecordedResult sealed = encryption.seal(CELL, PAID);
            assertUnreadable(encryption, OTHER_CELL, sealed, "moved to another record");
        }

        @Test
        void refusesEveryChangedByte() {
            byte[] bytes = encryption.seal(CELL, PAID).payload().toArray();
            for (int i = 0; i < bytes.length; i++) {
                byte[] changed = bytes.clone();
                changed[i] ^= 1;
                assertUnreadable(encryption, CELL, sealed(changed), "The stored answer");
            }
            for (int length = 0; length < bytes.length; length++) {
                assertUnreadable(encryption, CELL, sealed(java.util.Arrays.copyOf(bytes, length)), "The stored answer");
            }
        }

        @Test
        void refusesAnotherKeyAMissingOneAndOtherWaysOfSealing() {
            RecordedResult sealed = encryption.seal(CELL, PAID);
            assertUnreadable(ResultEncryption.with("2026", OTHER_KEY), CELL, sealed, "another key of the same name");
            assertUnreadable(ResultEncryption.with("2027", KEY), CELL, sealed, "does not have");
            assertUnreadable(ResultEncryption.none(), CELL, sealed, "does not have");
            RecordedResult other = new RecordedResult(Kind.SEALED, "rot13", 1, sealed.payload());
            assertUnreadable(encryption, CELL, other, "rot13");
            assertUnreadable(encryption, CELL, encryption.seal(CELL, sealed), "encrypted twice");
        }

        @Test
        void readsUnderAnOldKeyAndWhatWasNeverEncrypted() {
            RecordedResult old = encryption.seal(CELL, PAID);
            ResultEncryption rotated = ResultEncryption.with("2027", OTHER_KEY).reading("2026", KEY);
            assertThat(rotated.open(CELL, old)).isEqualTo(PAID);
            assertThat(rotated.open(CELL, PAID)).isEqualTo(PAID);
            assertUnreadable(encryption, CELL, rotated.seal(CELL, PAID), "does not have");
        }

        @Test
        void refusesKeysAndNamesThatDoNotFit() {
            assertThatThrownBy(() -> ResultEncryption.with("a", Bytes.utf8("short")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has 5 bytes; give 32");
            assertThatThrownBy(() -> ResultEncryption.with("no spaces", KEY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"no spaces\"");
            assertThatThrownBy(() -> encryption.reading("2026", OTHER_KEY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("two encryption keys");
            assertThat(encryption.toString()).contains("2026").doesNotContain("0001");
        }

        private RecordedResult sealed(byte[] payload) {
            return new RecordedResult(Kind.SEALED, "aes-256-gcm", 1, Bytes.wrap(payload));
        }

        private void assertUnreadable(ResultEncryption by, CellId cell, RecordedResult stored, String why) {
            assertThatThrownBy(() -> by.open(cell, stored))
                    .isInstanceOf(UnreadableRecordException.class)
                    .hasMessageContaining(why)
                    .hasMessageNotContaining("paid");
        }
    }

    /** The engine between a user's answers and a store that somebody reads. */
    @Nested
    class Records {
        private final ManualTime time = new ManualTime();
        private final ScriptedStore store = new ScriptedStore(new InMemoryIdempotencyStore(time));
        private final List<IdempotentExecutor> executors = new ArrayList<>();
        private final Operation<String> pay = Operation.of("pay", IdempotencyPolicy.leased(), ResultCodecs.text());
        private final IdempotencyKey key = IdempotencyKey.of(UUID.randomUUID().toString());
        private final AtomicInteger runs = new AtomicInteger();

        private IdempotentExecutor executor(ResultEncryption encryption) {
            executors.add(IdempotentExecutor.builder(store)
                    .timing(time)
                    .encryption(encryption)
                    .build());
            return executors.get(executors.size() - 1);
        }

        private Call call(String scope, String payload) {
            return Call.of(Scope.of(scope), key, new Fingerprint(1, Bytes.utf8(payload)));
        }

        private IdempotencyRecord record(Call call) {
            CellId cell = KeyedHash.unkeyed().cellId(new Cell(call.scope(), pay.name(), call.key()));
            return store.find(cell).orElseThrow();
        }

        private String run() {
            return "iban DE" + runs.incrementAndGet();
        }

        @AfterEach
        void close() {
            executors.forEach(IdempotentExecutor::close);
        }

        @Test
        void holdNoAnswerInClearAndReplayIt() {
            IdempotentExecutor executor = executor(ResultEncryption.with("2026", KEY));
            Call call = call("shop", "body");
            assertThat(executor.call(pay, call, e -> run())).isEqualTo("iban DE1");
            byte[] stored = record(call).result().orElseThrow().encoded();
            assertThat(new String(stored, StandardCharsets.ISO_8859_1))
                    .doesNotContain("iban")
                    .doesNotContain("text");
            assertThat(executor(ResultEncryption.with("2026", KEY)).execute(pay, call, e -> run()))
                    .isEqualTo(new Outcome.Replayed<>("iban DE1"));
        }

        @Test
        void holdOtherFingerprintsForEqualPayloadsOfTwoScopesAndNeverTheDigestItself() {
            IdempotentExecutor executor = executor(ResultEncryption.none());
            Call mine = call("shop", "body");
            Call theirs = call("other shop", "body");
            executor.call(pay, mine, e -> run());
            executor.call(pay, theirs, e -> run());
            assertThat(record(mine).fingerprint()).isNotEqualTo(record(theirs).fingerprint());
            assertThat(record(mine).fingerprint())
                    .isNotEqualTo(mine.fingerprints().get(0));
            assertThat(executor.execute(pay, call("shop", "other body"), e -> run()))
                    .isInstanceOf(Outcome.Mismatched.class);
        }

        /** Sealing twice would give two different answers, and the store would refuse the second. */
        @Test
        void areSealedOnceHoweverOftenTheCompletionIsSent() {
            store.writes.add(Fault.ANSWER_LOST);
            IdempotentExecutor executor = executor(ResultEncryption.with("2026", KEY));
            assertThat(executor.execute(pay, call("shop", "body"), e -> run()))
                    .isEqualTo(new Outcome.Executed<>("iban DE1"));
            assertThat(runs).hasValue(1);
        }

        @Test
        void holdFailuresEncryptedToo() {
            IdempotencyPolicy recording = IdempotencyPolicy.leased()
                    .withFailures(FailureClassifier.byPhase().with(IllegalStateException.class, FailureRule.RECORD));
            Operation<String> failing = Operation.of("pay", recording, ResultCodecs.text());
            IdempotentExecutor executor = executor(ResultEncryption.with("2026", KEY));
            Call call = call("shop", "body");
            assertThatThrownBy(() -> executor.execute(failing, call, e -> {
                        throw new IllegalStateException("iban DE1");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(new String(record(call).result().orElseThrow().encoded(), StandardCharsets.ISO_8859_1))
                    .doesNotContain("iban");
            assertThatThrownBy(() -> executor.execute(failing, call, e -> run()))
                    .isInstanceOfSatisfying(RecordedFailureException.class, e -> assertThat(e.failureType())
                            .isEqualTo(IllegalStateException.class.getName()));
        }

        @Test
        void runNothingWhereTheKeyIsMissing() {
            Call call = call("shop", "body");
            executor(ResultEncryption.with("2026", KEY)).call(pay, call, e -> run());
            for (ResultEncryption wrong : List.of(ResultEncryption.none(), ResultEncryption.with("2026", OTHER_KEY))) {
                assertThatThrownBy(() -> executor(wrong).execute(pay, call, e -> run()))
                        .isInstanceOf(ResultCodecException.class)
                        .hasMessageContaining("cannot be opened")
                        .hasMessageNotContaining("iban");
            }
            assertThat(runs).hasValue(1);
        }

        @Test
        void replayWhatWasRecordedBeforeEncryptionWasSwitchedOn() {
            Call call = call("shop", "body");
            executor(ResultEncryption.none()).call(pay, call, e -> run());
            assertThat(executor(ResultEncryption.with("2026", KEY)).execute(pay, call, e -> run()))
                    .isEqualTo(new Outcome.Replayed<>("iban DE1"));
        }
    }
}
