/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.spi.Claim;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.RecordState;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.WriteResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** That the first answer is recorded once and for all. */
abstract class CompletionBehaviours extends Scenario {
    CompletionBehaviours(IdempotencyStoreContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("complete records the answer")
    void recordsTheAnswer() {
        Claim.Granted granted = granted();

        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
        IdempotencyRecord record = record();
        assertThat(record.state()).isEqualTo(RecordState.COMPLETED);
        assertThat(record.result()).contains(RESULT);
        assertThat(record.token()).isEqualTo(granted.lease().token());
        assertThat(record.attempt()).isEqualTo(1);
        assertThat(record.fingerprint()).isEqualTo(PAYLOAD);
    }

    @ParameterizedTest
    @MethodSource("results")
    @DisplayName("null, void, empty, binary and large results come back as they were")
    void keepsTheResult(RecordedResult result) {
        assertThat(store().complete(granted().lease(), result)).isEqualTo(WriteResult.APPLIED);

        assertThat(record().result()).contains(result);
        assertThat(refused(wish()).result()).contains(result);
    }

    @ParameterizedTest
    @MethodSource("results")
    @DisplayName("complete sent again with an equal result must answer APPLIED again, whatever the result")
    void appliesAnyEqualResultAgain(RecordedResult result) {
        Claim.Granted granted = granted();
        store().complete(granted.lease(), result);

        assertThat(store().complete(granted.lease(), RecordedResult.decode(result.encoded())))
                .isEqualTo(WriteResult.APPLIED);
    }

    static Stream<RecordedResult> results() {
        return Samples.results();
    }

    @Test
    @DisplayName("complete must apply even if the lease has ended but nobody took over")
    void appliesLateWithoutATakeover() {
        Claim.Granted granted = Situation.ABANDONED.arrange(this);

        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
        assertThat(refused(wish()).result()).contains(RESULT);
    }

    @Test
    @DisplayName("complete sent again with an equal result must answer APPLIED again, even late (promise I10)")
    void appliesAnEqualResultAgain() {
        Claim.Granted granted = Situation.COMPLETED.arrange(this);

        assertUnchangedBy(
                () -> assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED));
        pass(LEASE + 1);
        assertUnchangedBy(
                () -> assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED));
    }

    @ParameterizedTest
    @MethodSource("otherResults")
    @DisplayName("complete with another result must change nothing and answer REFUSED")
    void refusesAnotherResult(RecordedResult other) {
        Claim.Granted granted = Situation.COMPLETED.arrange(this);

        assertUnchangedBy(
                () -> assertThat(store().complete(granted.lease(), other)).isEqualTo(WriteResult.REFUSED));
        assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.APPLIED);
    }

    static Stream<RecordedResult> otherResults() {
        return Samples.otherResults();
    }

    @Test
    @DisplayName("complete of a held record must change nothing and answer REFUSED")
    void refusesAHeldRecord() {
        Claim.Granted granted = Situation.HELD.arrange(this);

        assertUnchangedBy(
                () -> assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.REFUSED));
    }

    @Test
    @DisplayName("complete of a released record must change nothing and answer LOST")
    void losesAReleasedRecord() {
        Claim.Granted granted = Situation.RELEASED.arrange(this);

        assertUnchangedBy(
                () -> assertThat(store().complete(granted.lease(), RESULT)).isEqualTo(WriteResult.LOST));
        assertThat(granted().history()).isEqualTo(Claim.History.RELEASED);
    }

    @Test
    @DisplayName("A completed record stays, with its result, for the whole of its retention (promise I21)")
    void staysForItsRetention() {
        Situation.COMPLETED.arrange(this);
        pass(RETENTION - 1);
        store().purge(1000);

        assertThat(record().result()).contains(RESULT);
        assertThat(refused(wish()).result()).contains(RESULT);
    }
}
