/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordState;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.WriteResult;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and answers that the network loses or delays. */
class LostAnswersIT {
    private static final RedisProcess SERVER = RedisProcess.start();

    private final WireProxy wire = new WireProxy(SERVER.port());
    private final Opened opened = new Opened();
    private final RedisIdempotencyStore direct = opened.on(SERVER, RedisOptions.DEFAULTS);
    private final CellId cell = Requests.cell();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /** So that what a test loses is the answer, and not that the script is unknown. */
    @BeforeEach
    void teach() {
        Lease lease = Requests.lease(direct.claim(Requests.of(Requests.cell())));
        direct.complete(lease, Requests.result("done"));
    }

    @AfterEach
    void close() throws IOException {
        opened.close();
        wire.close();
    }

    private RedisIdempotencyStore store() {
        return opened.by(Clients.sendingOnce(RedisProcess.uri(wire.port())), RedisOptions.DEFAULTS);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_REQUEST", "LOSE_ANSWER"})
    void grantsAClaimSentAgainUnderOneToken(WireProxy.Fate fate) {
        RedisIdempotencyStore store = store();
        ClaimRequest request = Requests.of(cell);
        wire.next("{semel:", fate);

        Failing.assertUnknown(() -> store.claim(request));
        boolean landed = direct.find(cell).isPresent();
        assertThat(landed).isEqualTo(fate == WireProxy.Fate.LOSE_ANSWER);
        Claim.Granted again = (Claim.Granted) direct.claim(request);
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(direct.claim(request)).isEqualTo(again);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_REQUEST", "LOSE_ANSWER"})
    void appliesACompletionSentAgain(WireProxy.Fate fate) {
        RedisIdempotencyStore store = store();
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        wire.next("done", fate);

        Failing.assertUnknown(() -> store.complete(lease, Requests.result("done")));
        assertThat(direct.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        assertThat(direct.complete(lease, Requests.result("other"))).isEqualTo(WriteResult.REFUSED);
    }

    @Test
    void losesACompletionThatLandsAfterATakeover() {
        RedisIdempotencyStore store = store();
        Lease zombie = Requests.lease(store.claim(Requests.forAnInstant(cell)));
        wire.next("of the zombie", WireProxy.Fate.DELAY);
        Failing.assertUnknown(() -> store.complete(zombie, Requests.result("of the zombie")));
        Lease successor = Requests.lease(direct.claim(Requests.of(cell)));
        wire.arrive();

        assertThat(direct.find(cell).map(record -> record.state())).contains(RecordState.IN_PROGRESS);
        assertThat(direct.complete(successor, Requests.result("of the successor")))
                .isEqualTo(WriteResult.APPLIED);
        assertThat(direct.complete(zombie, Requests.result("of the zombie"))).isEqualTo(WriteResult.LOST);
    }

    @Test
    void aClientThatSendsAgainByItselfIsToldTheTruth() {
        RedisIdempotencyStore store = opened.by(Clients.of(RedisProcess.uri(wire.port())), RedisOptions.DEFAULTS);
        Lease lease = Requests.lease(store.claim(Requests.of(cell)));
        wire.next("done", WireProxy.Fate.LOSE_ANSWER);

        assertThat(store.complete(lease, Requests.result("done"))).isEqualTo(WriteResult.APPLIED);
        assertThat(direct.find(cell).flatMap(record -> record.result())).contains(Requests.result("done"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aClaimIsNotToldAsRefusedIfOnlyItsSecondSendingWas(int confirmingReplicas) {
        RedisIdempotencyStore store = opened.by(
                Clients.of(RedisProcess.uri(wire.port())),
                RedisOptions.DEFAULTS.withConfirmingReplicas(confirmingReplicas, Duration.ofMillis(100)));
        wire.next(
                "{semel:",
                WireProxy.Fate.LOSE_ANSWER,
                () -> permit(AclSetuserArgs.Builder.removeCommand(CommandType.EVALSHA)));
        try {
            Failing.assertUnknown(() -> store.claim(Requests.of(cell)));
            Failing.assertNotApplied(() -> store.claim(Requests.of(Requests.cell())));
        } finally {
            permit(AclSetuserArgs.Builder.addCommand(CommandType.EVALSHA));
        }
        assertThat(direct.find(cell)).isPresent();
    }

    private static void permit(AclSetuserArgs args) {
        SERVER.ask(commands -> commands.aclSetuser(ServerFolder.USER, args));
    }

    @Test
    void aClaimThatIsNotSentIsNotApplied() throws IOException {
        RedisIdempotencyStore store = store();
        wire.close();
        Waits.until(() -> Failing.of(() -> store.claim(Requests.of(cell)))
                .certainty()
                .equals(Optional.of(Certainty.NOT_APPLIED)));

        assertThat(direct.find(cell)).isEmpty();
    }
}
