/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.Bytes;
import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.Fingerprint;
import dev.semel.IdempotencyKey;
import dev.semel.Scope;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyStore;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Who;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Everything that one run is made of: one thread, one source of randomness, one time. */
final class World {
    private static final int LEASES_TO_HORIZON = 8;
    private static final Cell[] CELLS = {cell("a"), cell("b"), cell("c"), cell("d")};
    private static final Fingerprint[][] DIGESTS = {
        {digest(1, 0), digest(1, 1)}, {digest(2, 0), digest(2, 1)},
    };

    final Profile profile;
    final Parts parts;
    final SplittableRandom random;
    final Agenda agenda;
    final SimulatedClock clock;
    final History history;
    final Journal journal;
    final IdempotencyStore store;
    final Link link;
    final Worker[] workers;
    final FencedResource resource;
    final Nemesis nemesis;
    final ClaimRequest.Terms terms;
    final boolean[] touchedOutside;
    final long lease;

    private boolean healed;
    private int runs;
    private int calls;

    World(Profile profile, Parts parts) {
        this.profile = profile;
        this.parts = parts;
        this.random = new SplittableRandom(~profile.seed());
        this.agenda = new Agenda(random);
        this.clock = new SimulatedClock(agenda);
        History.Terms policy = profile.policy().terms();
        this.history = new History(policy);
        this.journal = Journal.of(history, clock, agenda);
        this.store = parts.store(profile, clock);
        this.link = new Link(this);
        this.nemesis = new Nemesis(this);
        this.resource = new FencedResource(policy.cells());
        this.touchedOutside = new boolean[policy.cells()];
        this.lease = policy.lease();
        this.terms = new ClaimRequest.Terms(
                Duration.ofMillis(lease), Duration.ofMillis(policy.retention()), policy.takesHeld());
        this.workers = new Worker[profile.size().workers()];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(this, i);
        }
    }

    private static Cell cell(String key) {
        return new Cell(Scope.of("simulated"), "pay", IdempotencyKey.of(key));
    }

    private static Fingerprint digest(int algorithm, int payload) {
        return new Fingerprint(algorithm, Bytes.wrap(new byte[] {(byte) algorithm, (byte) payload}));
    }

    static Cell cell(int number) {
        return CELLS[number];
    }

    static CellId cellId(int number) {
        return new CellId((number + 1L) << 32, number);
    }

    /** A newer release digests by its own algorithm first and still knows the older one. */
    static List<Fingerprint> fingerprints(int payload, boolean newer) {
        Fingerprint old = DIGESTS[0][payload];
        return newer ? List.of(DIGESTS[1][payload], old) : List.of(old);
    }

    RowStore rows() {
        return (RowStore) store;
    }

    long now() {
        return agenda.now();
    }

    long horizon() {
        return LEASES_TO_HORIZON * lease;
    }

    void after(long delay, Runnable action) {
        agenda.at(agenda.now() + delay, action);
    }

    boolean chance(Fault fault) {
        int intensity = profile.intensity(fault);
        return intensity > 0 && !healed && random.nextInt(1_000) < intensity;
    }

    long between(long least, long most) {
        return least + random.nextLong(most - least + 1);
    }

    long nextRun() {
        return ++runs;
    }

    int nextCall() {
        return calls++;
    }

    boolean isHealed() {
        return healed;
    }

    void heal() {
        healed = true;
        journal.of(Who.NOBODY).log(Kind.HEAL);
    }
}
