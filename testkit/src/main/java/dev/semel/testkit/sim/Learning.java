/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.internal.Event;
import dev.semel.internal.Sighting;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.RecordedResult;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import java.util.Optional;
import java.util.function.BiFunction;

/** What one call learns from its process instead of the store, and what the process learns from it. */
final class Learning {
    private final SimulatedCall call;
    private final Worker worker;
    private final int cell;
    private final ClaimRequest request;
    private final Link.Sender sender;
    private long askedAt;
    private boolean hearsay;

    Learning(SimulatedCall call, ClaimRequest request, Link.Sender sender) {
        this.call = call;
        this.worker = call.worker();
        this.cell = call.who().cell();
        this.request = request;
        this.sender = sender;
    }

    /** The call is about to ask the store. */
    void asks() {
        askedAt = worker.world().now();
        hearsay = false;
    }

    boolean remembers() {
        Optional<Event.Settled> known = call.isGranted()
                ? Optional.empty()
                : worker.knowledge().replays().find(request.cellId());
        known.ifPresent(answer -> {
            call.journal.log(Kind.REMEMBERED);
            sender.hears(0, answer);
        });
        return known.isPresent();
    }

    boolean toldAtClaim() {
        return told((sighting, now) -> sighting.toClaim(request, now).map(Event.Claimed::new));
    }

    boolean toldAtRead() {
        return told((sighting, now) -> sighting.toRead(now).map(found -> found));
    }

    private boolean told(BiFunction<Sighting, Long, Optional<Event>> reading) {
        Knowledge knowledge = worker.knowledge();
        Optional<Event> told = call.mayLearn() ? knowledge.told(cell, reading) : Optional.empty();
        told.ifPresent(event -> {
            call.journal.log(Kind.TOLD, 0, knowledge.askedAt(cell));
            hearsay = true;
            sender.hears(0, event);
        });
        return told.isPresent();
    }

    /** Tells the other calls of the process what the store told this one; not what it was told itself. */
    void tell(Event event) {
        if (hearsay) {
            return;
        }
        long asked = Knowledge.nanos(askedAt);
        Knowledge knowledge = worker.knowledge();
        if (event instanceof Event.Claimed claimed) {
            Sighting.of(asked, request, claimed.claim()).ifPresent(sighting -> knowledge.learn(cell, sighting));
            if (claimed.claim() instanceof Claim.Refused refused) {
                knowledge.replays().told(refused.record(), asked);
            }
        } else if (event instanceof Event.Found found) {
            knowledge.learn(cell, Sighting.of(asked, found));
            found.record().ifPresent(record -> knowledge.replays().told(record, asked));
        }
    }

    void granted() {
        worker.knowledge().replays().forget(request.cellId());
        worker.knowledge().forget(cell);
    }

    void remember(RecordedResult result, long claimSentAt) {
        Event.Settled answer = new Event.Settled(request.fingerprint(), result);
        long sentAt = Knowledge.nanos(claimSentAt);
        worker.knowledge()
                .replays()
                .executed(request.cellId(), answer, sentAt, request.terms().retention());
    }
}
