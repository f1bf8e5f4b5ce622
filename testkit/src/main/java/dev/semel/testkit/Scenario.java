/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.Bytes;
import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyKey;
import dev.semel.KeyedHash;
import dev.semel.Scope;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.RecordedResult;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;

/**
 * The words in which the behaviours are told. Each test gets a scope and a key of its own, so that what other tests
 * left in a shared database is of no concern. A lease lives three ticks and a record ten, unless a test says otherwise.
 */
abstract class Scenario {
    static final int LEASE = 3;
    static final int RETENTION = 10;
    static final Fingerprint PAYLOAD = fingerprint(1, "this payload");
    static final Fingerprint OTHER_PAYLOAD = fingerprint(1, "another payload");
    static final Fingerprint OTHER_ALGORITHM = fingerprint(2, "this payload");
    static final RecordedResult RESULT = value("the first answer");
    static final RecordedResult OTHER_RESULT = value("another answer");

    private static final long NODE = ThreadLocalRandom.current().nextLong();
    private static final AtomicLong SEQUENCE = new AtomicLong();

    final IdempotencyStoreContract contract;
    private IdempotencyStore store;
    private Cell cell;
    private CellId cellId;

    Scenario(IdempotencyStoreContract contract) {
        this.contract = contract;
    }

    @BeforeEach
    void open() {
        use(contract.store());
        moveTo(newCell());
    }

    final IdempotencyStore store() {
        return store;
    }

    /** Goes on with another object on the same data. */
    final void use(IdempotencyStore other) {
        store = asSingleVerbs(other);
    }

    /** What joins transactions gets one for each verb. */
    static IdempotencyStore asSingleVerbs(IdempotencyStore store) {
        return store instanceof JoinedIdempotencyStore joined ? new OwnTransactions(joined) : store;
    }

    final Cell cell() {
        return cell;
    }

    final CellId cellId() {
        return cellId;
    }

    final void moveTo(Cell other) {
        cell = other;
        cellId = idOf(other);
    }

    final void moveTo(CellId other) {
        cellId = other;
    }

    static Cell newCell() {
        return new Cell(
                Scope.of("contract", UUID.randomUUID().toString()),
                "POST /contract",
                IdempotencyKey.of(UUID.randomUUID().toString()));
    }

    static CellId idOf(Cell cell) {
        return KeyedHash.unkeyed().cellId(cell);
    }

    static Fingerprint fingerprint(int algorithm, String payload) {
        return new Fingerprint(algorithm, Bytes.utf8(payload));
    }

    static RecordedResult value(String text) {
        return new RecordedResult(RecordedResult.Kind.VALUE, "text", 1, Bytes.utf8(text));
    }

    static ClaimId nextClaimId() {
        return new ClaimId(NODE, SEQUENCE.incrementAndGet());
    }

    final Duration ticks(int count) {
        return contract.tick().multipliedBy(count);
    }

    final void pass(int ticks) {
        contract.letPass(ticks(ticks));
    }

    final ClaimRequest.Terms terms(int lease, int retention) {
        return new ClaimRequest.Terms(ticks(lease), ticks(retention), false);
    }

    final ClaimRequest wish() {
        return wish(PAYLOAD);
    }

    final ClaimRequest wish(Fingerprint... accepted) {
        return new ClaimRequest(nextClaimId(), cellId, cell, List.of(accepted), terms(LEASE, RETENTION));
    }

    final ClaimRequest wish(ClaimRequest.Terms terms) {
        return new ClaimRequest(nextClaimId(), cellId, cell, List.of(PAYLOAD), terms);
    }

    final ClaimRequest wish(ClaimId id) {
        return new ClaimRequest(id, cellId, cell, List.of(PAYLOAD), terms(LEASE, RETENTION));
    }

    /** A wish that would take whatever may be taken. */
    final ClaimRequest greedyWish(Fingerprint... accepted) {
        ClaimRequest.Terms terms = new ClaimRequest.Terms(ticks(LEASE), ticks(RETENTION), true);
        return new ClaimRequest(nextClaimId(), cellId, cell, List.of(accepted), terms);
    }

    final ClaimRequest greedyWish() {
        return greedyWish(PAYLOAD);
    }

    final ClaimRequest greedyWish(int lease, int retention) {
        return wish(new ClaimRequest.Terms(ticks(lease), ticks(retention), true));
    }

    final Claim.Granted granted() {
        return granted(wish());
    }

    final Claim.Granted granted(ClaimRequest request) {
        Claim claim = store().claim(request);
        assertThat(claim).isInstanceOf(Claim.Granted.class);
        Claim.Granted granted = (Claim.Granted) claim;
        assertThat(granted.lease().cellId()).isEqualTo(request.cellId());
        return granted;
    }

    final IdempotencyRecord refused(ClaimRequest request) {
        Claim claim = store().claim(request);
        assertThat(claim).isInstanceOf(Claim.Refused.class);
        return ((Claim.Refused) claim).record();
    }

    final IdempotencyRecord record() {
        return store().find(cellId).orElseThrow(() -> new AssertionError("There is no record."));
    }

    final void assertAbsent() {
        assertThat(store().find(cellId)).isEmpty();
    }

    /** Runs something and checks that nothing has changed that can be seen; at most a tick may pass for the store. */
    final void assertUnchangedBy(Runnable attempt) {
        IdempotencyRecord before = record();
        attempt.run();
        assertSame(before, record());
    }

    final void assertSame(IdempotencyRecord before, IdempotencyRecord after) {
        assertSameButForTheLease(before, after);
        Duration left = after.times().leaseRemaining();
        assertThat(left).isLessThanOrEqualTo(before.times().leaseRemaining());
        assertThat(left.plus(contract.tick()))
                .isGreaterThanOrEqualTo(before.times().leaseRemaining());
    }

    static void assertSameButForTheLease(IdempotencyRecord before, IdempotencyRecord after) {
        assertThat(withoutLease(after)).isEqualTo(withoutLease(before));
    }

    private static IdempotencyRecord withoutLease(IdempotencyRecord record) {
        return new IdempotencyRecord(
                record.cellId(),
                record.state(),
                record.token(),
                record.attempt(),
                record.fingerprint(),
                new IdempotencyRecord.Times(Duration.ZERO, record.times().expiresAt()),
                record.result());
    }
}
