/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.CellId;
import dev.semel.IdempotencyPolicy;
import dev.semel.Mode;
import dev.semel.ReentrantExecutionException;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.RecordedResult;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one call learns of its cell: from the memory of this process, from what another call of it was told, or else from
 * the store; and its attempt, once it is granted.
 */
final class Claimant {
    private final Engine engine;
    private final IdempotencyStore store;
    private final ClaimRequest request;
    private final IdempotencyPolicy policy;
    private final Object owner;
    private boolean claimUnanswered;
    private long claimSentAt;
    private @Nullable Flight flight;
    private boolean fresh;

    /** The owner is the call, to notice if everybody has forgotten it. */
    Claimant(Engine engine, ClaimRequest request, IdempotencyPolicy policy, Object owner) {
        this.engine = engine;
        this.store = engine.store();
        this.request = request;
        this.policy = policy;
        this.owner = owner;
    }

    Flight flight() {
        return Objects.requireNonNull(flight);
    }

    /** On this machine's elapsed time; retention counts from later. */
    long claimSentAt() {
        return claimSentAt;
    }

    private CellId cellId() {
        return request.cellId();
    }

    /** What this process knows about the cell without asking the store. */
    Optional<Event> knownHere() {
        if (flight == null) {
            Optional<Event.Settled> replay = engine.replays().find(cellId());
            if (replay.isPresent()) {
                return Optional.of(replay.get());
            }
        }
        return heldHere();
    }

    private Optional<Event> heldHere() {
        Flight other = engine.keeper().of(cellId());
        if (other == null || other == flight) {
            return Optional.empty();
        }
        if (other.isRunBy(Thread.currentThread())) {
            throw new ReentrantExecutionException(request.cell());
        }
        long now = engine.timing().nanoTime();
        // One that may have lost its lease here says nothing about the cell any more; the store does.
        return other.isHeld(now)
                ? Optional.of(new Event.HeldHere(other.fingerprint(), other.remaining(now)))
                : Optional.empty();
    }

    Event askForLease(boolean outermost, Pauses.Wanted wanted) {
        Optional<Event> here = knownHere();
        if (here.isPresent()) {
            // An unanswered claim stays so: it may still land, and be granted to this call, when that one has ended.
            return here.get();
        }
        boolean alone = claimUnanswered || !mayLearn(outermost);
        return alone ? claim(outermost) : engine.watches().ask(cellId(), new Asking(), wanted);
    }

    /**
     * Whether what others were told answers this call too. Not after a grant of its own, when it must know what became of
     * that one; and not in somebody else's transaction, which sees what nobody else does.
     */
    private boolean mayLearn(boolean outermost) {
        return flight == null && outermost;
    }

    private Event claim(boolean outermost) {
        long askedAt = engine.timing().nanoTime();
        if (!claimUnanswered) {
            // One that is sent again may have been granted the first time.
            claimSentAt = askedAt;
            claimUnanswered = true;
        }
        Claim claim = store.claim(request);
        claimUnanswered = false;
        if (claim instanceof Claim.Granted granted) {
            takeOff(granted);
        } else if (claim instanceof Claim.Refused refused && outermost) {
            // In somebody else's transaction the answer may be one that is never committed.
            engine.replays().told(refused.record(), askedAt);
        }
        return new Event.Claimed(claim);
    }

    private void takeOff(Claim.Granted granted) {
        if (flight != null) {
            engine.keeper().remove(flight);
        }
        fresh = granted.history() == Claim.History.FRESH;
        flight = new Flight(
                granted.lease(),
                request.fingerprint(),
                new Flight.Terms(request.cell().operation(), policy.mode() == Mode.LEASED, policy.lease(), claimSentAt),
                owner);
        engine.replays().forget(cellId());
        engine.keeper().add(flight);
        engine.watches().clear(cellId());
    }

    /** A read, as a waiter or after a loss. */
    Event read(boolean outermost, Pauses.Wanted wanted) {
        return mayLearn(outermost) ? engine.watches().ask(cellId(), new Reading(), wanted) : find(outermost);
    }

    private Event.Found find(boolean outermost) {
        long askedAt = engine.timing().nanoTime();
        Event.Found found = new Event.Found(store.find(cellId()));
        if (outermost) {
            found.record().ifPresent(record -> engine.replays().told(record, askedAt));
        }
        return found;
    }

    /**
     * The attempt, if there was one, is over; the result is given only if it is durable. Outside of somebody else's
     * transaction other nodes see how it ended, so that who waits there may look.
     */
    void end(Optional<RecordedResult> durable, boolean outermost) {
        Flight ended = flight;
        if (ended == null) {
            return;
        }
        if (durable.isPresent() && fresh) {
            // After a takeover the record has the fingerprint of the first attempt, which is not known here.
            Event.Settled answer = new Event.Settled(ended.fingerprint(), durable.get());
            engine.replays().executed(cellId(), answer, claimSentAt, policy.retention());
        }
        engine.keeper().remove(ended);
        ended.end(durable);
        engine.watches().clear(cellId());
        if (outermost) {
            engine.watches().announce(cellId());
        }
    }

    /** The claim, which another call's question may answer unless it would be granted. */
    private final class Asking implements Inquiry<Event> {
        @Override
        public Optional<Event> here() {
            return heldHere();
        }

        @Override
        public Optional<Event> from(Sighting sighting, long now) {
            return sighting.toClaim(request, now).map(Event.Claimed::new);
        }

        @Override
        public Event ask() {
            return claim(true);
        }

        @Override
        public @Nullable Sighting sighting(long askedAt, Event answer) {
            return answer instanceof Event.Claimed claimed
                    ? Sighting.of(askedAt, request, claimed.claim()).orElse(null)
                    : null;
        }
    }

    /** A waiter's read. */
    private final class Reading implements Inquiry<Event> {
        @Override
        public Optional<Event> here() {
            return Optional.empty();
        }

        @Override
        public Optional<Event> from(Sighting sighting, long now) {
            return sighting.toRead(now).map(found -> found);
        }

        @Override
        public Event ask() {
            return find(true);
        }

        @Override
        public @Nullable Sighting sighting(long askedAt, Event answer) {
            return answer instanceof Event.Found found ? Sighting.of(askedAt, found) : null;
        }
    }
}
