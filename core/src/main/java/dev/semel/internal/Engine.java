/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.internal;

import dev.semel.Action;
import dev.semel.Attempt;
import dev.semel.Call;
import dev.semel.Cell;
import dev.semel.CellId;
import dev.semel.ExecutionInProgressException;
import dev.semel.FingerprintMismatchException;
import dev.semel.IndeterminateException;
import dev.semel.KeyedHash;
import dev.semel.Mode;
import dev.semel.Operation;
import dev.semel.Outcome;
import dev.semel.OutcomeUnknownException;
import dev.semel.ResultEncryption;
import dev.semel.Timing;
import dev.semel.event.IdempotencyEvent;
import dev.semel.event.IdempotencyEvent.Kind;
import dev.semel.event.IdempotencyListener;
import dev.semel.spi.ClaimId;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.JoinedIdempotencyStore;
import dev.semel.spi.RecordState;
import dev.semel.spi.ReplayCache;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.WakeUps;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all calls of an executor share; each call has a {@link BlockingDriver} of its own. */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final IdempotencyStore store;
    private final KeyedHash hash;
    private final ResultEncryption encryption;
    private final Timing timing;
    private final List<IdempotencyListener> listeners;
    private final LeaseKeeper keeper;
    private final CellWatches watches;
    private final Replays replays;
    private final long node = new SecureRandom().nextLong();
    private final AtomicLong claims = new AtomicLong();

    /**
     * What is kept outside the store.
     *
     * @param hash names cells and binds fingerprints
     * @param encryption hides answers
     */
    public record Secrets(KeyedHash hash, ResultEncryption encryption) {}

    /**
     * Where answers are.
     *
     * @param store the records
     * @param cache what is replayed without the store
     * @param wakeUps how other nodes are told of them
     */
    public record Memory(IdempotencyStore store, ReplayCache cache, WakeUps wakeUps) {}

    /**
     * Puts the parts together.
     *
     * @param memory where the records lie, and where answers are kept in memory
     * @param secrets name cells and hide answers
     * @param timing elapsed time
     * @param listeners hear what happens
     */
    public Engine(Memory memory, Secrets secrets, Timing timing, List<IdempotencyListener> listeners) {
        this.store = memory.store();
        this.hash = secrets.hash();
        this.encryption = secrets.encryption();
        this.timing = timing;
        this.listeners = listeners;
        this.keeper = new LeaseKeeper(store, timing, this::leaseLost);
        this.watches = new CellWatches(timing, memory.wakeUps());
        this.replays = new Replays(memory.cache(), timing);
    }

    /**
     * Begins a call.
     *
     * @param <T> the type of the result
     * @param operation what is done
     * @param call for whom and under which key
     * @return the answer, or the attempt to run
     */
    public <T extends @Nullable Object> Attempt<T> begin(Operation<T> operation, Call call) {
        if (operation.policy().mode() == Mode.JOINED && !(store instanceof JoinedIdempotencyStore)) {
            throw new IllegalArgumentException("Operation " + operation.name() + " is in joined mode, but "
                    + store.capabilities().name() + " cannot join transactions. Use a joined store or leased mode.");
        }
        if (operation.policy().mode() == Mode.LEASED && store instanceof JoinedIdempotencyStore) {
            // In a caller's transaction a leased record would be answered for before it is durable (promise I2).
            throw new IllegalArgumentException("Operation " + operation.name() + " is in leased mode, but "
                    + store.capabilities().name()
                    + " is here the store of joined operations. Use an executor on a store"
                    + " that keeps records by itself, or joined mode.");
        }
        return new BlockingDriver<>(this, operation, call).begin();
    }

    /**
     * When the recorded answer of a call expires.
     *
     * @param operation what was done
     * @param call for whom and under which key
     * @return on the store's clock; empty if no answer is recorded, or the store does not tell now
     */
    public Optional<Instant> expiresAt(Operation<?> operation, Call call) {
        try {
            return store.find(hash.cellId(cell(operation, call)))
                    .filter(record -> record.state() == RecordState.COMPLETED)
                    .map(record -> record.times().expiresAt());
        } catch (RuntimeException e) { // whatever a store or a pool throws, the answer is recorded and must go out
            LOG.debug("When an answer of operation {} expires cannot be told.", operation.name(), e);
            return Optional.empty();
        }
    }

    /**
     * Runs the action of an attempt on this thread and ends the attempt.
     *
     * @param <T> the type of the result
     * @param <X> what the action may throw
     * @param running the attempt
     * @param action the work
     * @return what became of it
     * @throws X what the action threw, the same object
     */
    public <T extends @Nullable Object, X extends Throwable> Outcome<T> run(
            Attempt.Running<T> running, Action<T, X> action) throws X {
        RunningAttempt<T> attempt = (RunningAttempt<T>) running;
        T value;
        attempt.runBy(Thread.currentThread());
        try {
            value = action.run(attempt.execution());
        } catch (Throwable failure) {
            attempt.fail(failure);
            throw failure;
        } finally {
            attempt.runBy(null);
        }
        return attempt.complete(value);
    }

    /**
     * Turns an outcome into a value or an exception.
     *
     * @param <T> the type of the result
     * @param outcome what became of the call
     * @param operation what was done
     * @param call for whom and under which key
     * @return the value
     */
    public <T extends @Nullable Object> T valueOf(Outcome<T> outcome, Operation<T> operation, Call call) {
        Cell cell = cell(operation, call);
        return outcome.fold(new Outcome.Cases<T, T>() {
            @Override
            public T executed(T value) {
                return value;
            }

            @Override
            public T replayed(T value) {
                return value;
            }

            @Override
            public T inProgress(Duration retryAfter) {
                throw new ExecutionInProgressException(cell, retryAfter);
            }

            @Override
            public T mismatched() {
                throw new FingerprintMismatchException(cell);
            }

            @Override
            public T indeterminate() {
                throw new IndeterminateException(cell);
            }

            @Override
            public T unknown(T value) {
                throw new OutcomeUnknownException(cell);
            }
        });
    }

    /**
     * What the store declares.
     *
     * @return its capabilities
     */
    public StoreCapabilities capabilities() {
        return store.capabilities();
    }

    @Override
    public void close() {
        watches.close();
        keeper.close();
    }

    static Cell cell(Operation<?> operation, Call call) {
        return new Cell(call.scope(), operation.name(), call.key());
    }

    IdempotencyStore store() {
        return store;
    }

    KeyedHash hash() {
        return hash;
    }

    ResultEncryption encryption() {
        return encryption;
    }

    Timing timing() {
        return timing;
    }

    LeaseKeeper keeper() {
        return keeper;
    }

    Replays replays() {
        return replays;
    }

    CellWatches watches() {
        return watches;
    }

    ClaimId newClaimId() {
        return new ClaimId(node, claims.incrementAndGet());
    }

    void tell(Kind kind, String operation, CellId cellId) {
        if (listeners.isEmpty()) {
            return;
        }
        IdempotencyEvent event = new IdempotencyEvent(kind, operation, cellId);
        for (IdempotencyListener listener : listeners) {
            try {
                listener.onEvent(event);
            } catch (Throwable e) { // a failed assertion in a listener must not end a call or the lease keeper
                LOG.warn("A listener threw at {}; it changes nothing.", kind, e);
            }
        }
    }

    private void leaseLost(Flight flight) {
        LOG.warn(
                "The lease of cell {} (operation {}) was lost while its action ran. Another attempt may run; what this"
                        + " one answers will not be given. Give the operation a longer lease if this repeats.",
                flight.lease().cellId(),
                flight.operation());
        tell(Kind.LEASE_LOST, flight.operation(), flight.lease().cellId());
    }
}
