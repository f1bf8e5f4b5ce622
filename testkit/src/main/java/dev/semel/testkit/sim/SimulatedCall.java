/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.Fingerprint;
import dev.semel.Mode;
import dev.semel.internal.Answer;
import dev.semel.internal.Event;
import dev.semel.internal.Protocol;
import dev.semel.internal.Step;
import dev.semel.spi.Claim;
import dev.semel.spi.ClaimId;
import dev.semel.spi.ClaimRequest;
import dev.semel.spi.EffectMark;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.Lease;
import dev.semel.spi.RecordedResult;
import dev.semel.testkit.sim.HistoryEvent.Kind;
import dev.semel.testkit.sim.HistoryEvent.Reply;
import dev.semel.testkit.sim.HistoryEvent.Who;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Drives the production {@link Protocol} of one call through the simulated world, as the blocking driver does through
 * the real one. Tests that plant a bug in the driver override a step.
 */
class SimulatedCall {
    private static final Event START = new Event.Start();
    private static final Event WAITED = new Event.Waited(false);
    private static final Event EXPIRED = new Event.Waited(true);
    private static final long FIRST_BACKOFF = 10;
    private static final int DOUBLINGS = 6;

    final World world;
    final Journal journal;
    private final Worker worker;
    private final Who who;
    private final Caller caller;
    private final Protocol protocol;
    private final ClaimRequest request;
    private final boolean leased;
    private final Link.Sender sender;
    private final Joining joining;
    private final Learning learning;
    private long claimSentAt;
    private boolean fresh;
    private long pausesEndAt;
    private boolean over;
    private boolean unanswered;
    private @Nullable SimulatedFlight flight;
    private @Nullable Step step;

    SimulatedCall(Worker worker, Who who, Caller caller) {
        this.world = worker.world();
        this.worker = worker;
        this.who = who;
        this.caller = caller;
        this.journal = world.journal.of(who);
        Profile.Policy policy = world.profile.policy();
        Mode mode = policy.terms().mode();
        this.leased = mode == Mode.LEASED;
        this.sender = new Link.Sender(worker, this::answered);
        this.joining = new Joining(world, journal, sender);
        ClaimId id = new ClaimId(worker.number(), who.call());
        // The probe at the end knows every algorithm.
        var accepted = World.fingerprints(who.payload(), who.probe() || worker.isNewer());
        this.protocol = new Protocol(mode, policy.waiting(), accepted);
        this.request = new ClaimRequest(id, World.cellId(who.cell()), World.cell(who.cell()), accepted, world.terms);
        this.learning = new Learning(this, request, sender);
    }

    /** Who waits for the answer. */
    interface Caller {
        void answered(SimulatedCall call, Reply reply);

        void lost(SimulatedCall call);
    }

    final Worker worker() {
        return worker;
    }

    final boolean isLeased() {
        return leased;
    }

    final boolean isOver() {
        return over;
    }

    final Who who() {
        return who;
    }

    final Fingerprint fingerprint() {
        return request.fingerprint();
    }

    final Joining joining() {
        return joining;
    }

    final SimulatedFlight flight() {
        return Objects.requireNonNull(flight);
    }

    final void begin() {
        journal.log(Kind.INVOKE);
        sender.worker().after(world.between(0, 2), () -> take(START));
    }

    /** The process dies, and the connection with it. */
    final void die() {
        over = true;
        journal.log(Kind.CALL_LOST);
        joining.die();
        caller.lost(this);
    }

    final void take(Event event) {
        world.nemesis.atStep(worker);
        step = protocol.next(event);
        perform(step);
    }

    void perform(Step next) {
        if (next instanceof Step.AskForLease) {
            askForLease();
        } else if (next instanceof Step.Run run) {
            new SimulatedAction(this, run.granted()).begin();
        } else if (next instanceof Step.Reconcile reconcile) {
            SimulatedAction.reconcile(this, reconcile.granted());
        } else if (next instanceof Step.Complete complete) {
            send(store -> new Event.Written(store.complete(complete.lease(), complete.result())));
        } else if (next instanceof Step.Release release) {
            send(store -> new Event.Written(store.release(release.lease())));
        } else if (next instanceof Step.Hold hold) {
            send(store -> new Event.Written(store.hold(hold.lease())));
        } else if (next instanceof Step.Read) {
            read();
        } else if (next instanceof Step.Pause pause) {
            pause(pause);
        } else if (next instanceof Step.Return last) {
            end(last.answer());
        } else if (!(next instanceof Step.Begin && learning.remembers())) {
            joining.perform(next);
        }
    }

    /** Whether what others were told answers this call too, and what this one is told the others. */
    boolean mayLearn() {
        return flight == null && !joining.isNested() && !who.probe();
    }

    final boolean isGranted() {
        return flight != null;
    }

    private void read() {
        if (!learning.toldAtRead()) {
            IdempotencyStore reader = new RecordingStore(world.store, journal);
            learning.asks();
            world.link.send(sender, () -> new Event.Found(reader.find(request.cellId())));
        }
    }

    private void askForLease() {
        if (learning.remembers()) {
            unanswered = false;
            return;
        }
        SimulatedFlight other = worker.flight(who.cell());
        if (other != null && other != flight && other.remaining() > 0) {
            journal.log(Kind.HELD_HERE);
            unanswered = false;
            Duration remaining = Duration.ofMillis(other.remaining());
            sender.hears(0, new Event.HeldHere(other.call().fingerprint(), remaining));
            return;
        }
        if (!unanswered && learning.toldAtClaim()) {
            return;
        }
        learning.asks();
        unanswered = true;
        claimSentAt = claimSentAt == 0 ? world.now() : claimSentAt;
        send(store -> new Event.Claimed(store.claim(request)));
    }

    /** Renews on behalf of the lease keeper or of the action: its answer is none of the protocol's. */
    final void renew(Lease lease, EffectMark mark, Consumer<Event> then) {
        IdempotencyStore store = new RecordingStore(world.store, journal);
        Link.Sender aside = new Link.Sender(worker, answer -> {
            if (!over) {
                then.accept(answer);
            }
        });
        world.link.send(aside, () -> new Event.Written(store.renew(lease, world.terms.lease(), mark)));
    }

    final void send(Function<IdempotencyStore, Event> verb) {
        IdempotencyStore target = leased ? new RecordingStore(world.store, journal) : joining.verbs();
        world.link.send(sender, () -> verb.apply(target));
    }

    void answered(Event event) {
        if (event instanceof Event.Failed failed) {
            journal.log(Kind.FAILED, failed.failure());
            joining.failed(step, failed.failure());
        } else if (event instanceof Event.Claimed claimed && claimed.claim() instanceof Claim.Granted granted) {
            takeOff(granted);
        } else if (mayLearn()) {
            learning.tell(event);
        }
        unanswered &= !(event instanceof Event.Claimed);
        take(event);
    }

    private void takeOff(Claim.Granted granted) {
        if (flight != null) {
            worker.remove(who.cell(), flight);
        }
        fresh = granted.history() == Claim.History.FRESH;
        flight = new SimulatedFlight(this, granted.lease(), claimSentAt);
        learning.granted();
        worker.takeOff(who.cell(), flight);
    }

    private void pause(Step.Pause pause) {
        if (pause.round() == 0 || pausesEndAt == 0) {
            pausesEndAt = world.now() + 2 * world.lease;
        }
        long left = pausesEndAt - world.now();
        if (left <= 0 && pause.reason() != Step.Pause.Reason.RETRY) {
            sender.hears(0, EXPIRED);
            return;
        }
        journal.log(Kind.WAIT, pause.reason());
        SimulatedFlight other = pause.reason() == Step.Pause.Reason.HOLDER ? worker.flight(who.cell()) : null;
        if (other != null) {
            other.await(this, left);
            return;
        }
        long backoff = FIRST_BACKOFF << Math.min(pause.round(), DOUBLINGS);
        // Another node may say at any moment that the holder has ended, truly or not.
        long earliest = pause.reason() == Step.Pause.Reason.HOLDER ? 0 : backoff / 2;
        sender.hears(world.between(earliest, backoff), WAITED);
    }

    final void end(Answer answer) {
        over = true;
        if (flight != null) {
            if (answer instanceof Answer.Executed mine && !joining.isNested()) {
                remember(mine.result());
            }
            worker.knowledge().forget(who.cell());
            worker.remove(who.cell(), flight);
            flight.end(answer instanceof Answer.Executed mine && !joining.isNested() ? mine.result() : null);
        }
        Reply reply = Replies.of(answer);
        if (joining.isNested()) {
            joining.endOuter(reply, new Link.Sender(worker, event -> outerEnded(event, answer)));
        } else {
            leave(reply, Replies.value(answer));
        }
    }

    /** Keeps an answer to replay it, once it is durable. */
    final void remember(RecordedResult result) {
        if (fresh) {
            learning.remember(result, claimSentAt);
        }
    }

    private void outerEnded(Event event, Answer answer) {
        if (event instanceof Event.Failed failed) {
            joining.failed(new Step.Commit(), failed.failure());
            leave(failed.failure() == Event.Failure.UNKNOWN ? Reply.UNKNOWN : Reply.ROLLED_BACK, 0);
        } else {
            leave(Replies.of(answer), Replies.value(answer));
        }
    }

    /** The answer leaves the process. */
    final void leave(Reply reply, long value) {
        worker.ended(this);
        journal.log(Kind.RETURN, 0, value, reply);
        caller.answered(this, reply);
    }
}
