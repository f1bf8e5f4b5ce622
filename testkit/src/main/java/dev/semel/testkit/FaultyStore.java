/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import dev.semel.CellId;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyRecord;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that fails as it is told to, in front of one that works; and one that tells what it was asked.
 *
 * <pre>{@code
 * FaultyStore store = new FaultyStore(new InMemoryIdempotencyStore(clock));
 * store.next(Verb.COMPLETE, Fault.LOSE_ANSWER);       // the next complete is applied, and its caller does not know
 * store.next(Verb.RENEW, Fault.DELIVER_LATE);         // the next renew arrives when the test says so
 * clock.advance(Duration.ofMinutes(5));
 * store.deliver();
 * }</pre>
 *
 * <p>Planned faults come first, one for each call of their verb, in order; then chance, if there is any; a call without
 * a fault goes straight through. Safe for use by many threads; with more than one of them, which call meets which chance
 * is not determined by the seed.
 */
public sealed class FaultyStore implements IdempotencyStore permits FaultyJoinedStore {
    private final IdempotencyStore store;
    private final FaultInjector faults = new FaultInjector();

    /**
     * Puts itself in front of a store; without faults it does nothing but write down the calls.
     *
     * @param store one that works
     */
    public FaultyStore(IdempotencyStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Plans a fault for the next call of a verb that has none planned.
     *
     * @param verb which verb
     * @param fault what happens; null for nothing, to let a call through before a fault
     */
    public final void next(Verb verb, @Nullable Fault fault) {
        faults.plan(Objects.requireNonNull(verb, "verb"), fault);
    }

    /**
     * Lets faults happen by chance from now on.
     *
     * @param seed the same seed gives the same faults for the same calls of one thread
     * @param probability how often, from 0 to 1
     * @param anyOf which ones, equally often; at least one
     */
    public final void byChance(long seed, double probability, Fault... anyOf) {
        if (anyOf.length == 0) {
            throw new IllegalArgumentException("Say which faults may happen.");
        }
        faults.gamble(seed, probability, List.of(anyOf));
    }

    /** Forgets planned faults and chance; late requests stay under way. */
    public final void heal() {
        faults.heal();
    }

    /**
     * Lets all late requests arrive, in the order in which they were sent; nobody gets their answers.
     *
     * @return how many there were
     */
    public final int deliver() {
        return faults.deliver();
    }

    /**
     * What was asked so far, in the order in which it was answered.
     *
     * @return a copy
     */
    public final List<RecordedCall> calls() {
        return faults.calls();
    }

    /**
     * Which verbs were asked so far, in the order in which they were answered.
     *
     * @return a copy
     */
    public final List<Verb> verbs() {
        return calls().stream().map(RecordedCall::verb).toList();
    }

    /** Forgets the calls so far, to count those of the next step alone. */
    public final void forgetCalls() {
        faults.forgetCalls();
    }

    final FaultInjector faults() {
        return faults;
    }

    @Override
    public final StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public final Claim claim(ClaimRequest request) {
        return faults.call(Verb.CLAIM, request.cellId(), () -> store.claim(request));
    }

    @Override
    public final WriteResult complete(Lease lease, RecordedResult result) {
        return faults.call(Verb.COMPLETE, lease.cellId(), () -> store.complete(lease, result));
    }

    @Override
    public final WriteResult release(Lease lease) {
        return faults.call(Verb.RELEASE, lease.cellId(), () -> store.release(lease));
    }

    @Override
    public final WriteResult renew(Lease lease, Duration duration, EffectMark mark) {
        return faults.call(Verb.RENEW, lease.cellId(), () -> store.renew(lease, duration, mark));
    }

    @Override
    public final WriteResult hold(Lease lease) {
        return faults.call(Verb.HOLD, lease.cellId(), () -> store.hold(lease));
    }

    @Override
    public final Optional<IdempotencyRecord> find(CellId cellId) {
        return faults.call(Verb.FIND, cellId, () -> store.find(cellId));
    }

    @Override
    public final int purge(int limit) {
        return faults.call(Verb.PURGE, null, () -> store.purge(limit));
    }
}
