/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel;

import dev.semel.event.IdempotencyListener;
import dev.semel.internal.Engine;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.ReplayCache;
import dev.semel.spi.StoreCapabilities;
import dev.semel.spi.WakeUps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs actions so that each takes effect once per key, and gives every retry the first answer. The façade that users
 * hold: one per service, safe for use by many threads.
 *
 * <p>It owns a few daemon threads, which renew the leases of long actions; {@link #close()} ends them. The stores
 * belong to who made them.
 */
public final class IdempotentExecutor implements AutoCloseable {
    private static final int MOST_NAMES = 1024;

    private final Engine engine;
    private final List<Route> routes;
    private final ConcurrentHashMap<String, Engine> byOperation = new ConcurrentHashMap<>();

    private record Route(Predicate<String> operations, Engine engine) {}

    private IdempotentExecutor(Builder builder) {
        // one engine a store: two would renew leases and remember running calls of the same cells apart
        IdentityHashMap<IdempotencyStore, Engine> engines = new IdentityHashMap<>();
        this.engine = engines.computeIfAbsent(builder.store, builder::engine);
        this.routes = builder.routes.stream()
                .map(each -> new Route(each.operations(), engines.computeIfAbsent(each.store(), builder::engine)))
                .toList();
        if (!engines.keySet().containsAll(builder.wakeUps.keySet())) {
            throw new IllegalArgumentException("There are wake-ups for a store that takes no operation.");
        }
    }

    private Engine engineOf(Operation<?> operation) {
        if (routes.isEmpty()) {
            return engine;
        }
        Engine known = byOperation.get(operation.name());
        return known != null ? known : remembered(operation.name());
    }

    private Engine remembered(String operation) {
        Engine found = route(operation);
        // names that are made of data must not fill the memory; those beyond are asked for anew
        if (byOperation.mappingCount() < MOST_NAMES) {
            byOperation.put(operation, found);
        }
        return found;
    }

    private Engine route(String operation) {
        return routes.stream()
                .filter(each -> each.operations().test(operation))
                .findFirst()
                .map(Route::engine)
                .orElse(engine);
    }

    /**
     * Begins to build an executor.
     *
     * @param store where the records lie; for operations in joined mode a
     *     {@link dev.semel.spi.JoinedIdempotencyStore}
     * @return the builder
     */
    public static Builder builder(IdempotencyStore store) {
        return new Builder(Objects.requireNonNull(store, "store"));
    }

    /**
     * Runs the action if this call is the first of its cell, and else tells what became of the first.
     *
     * <p>The action runs on this thread. If it throws, the record is written as the policy's
     * {@link FailureClassifier} says and the same object is thrown on, an {@link Error} too.
     *
     * @param <T> the type of the result
     * @param <X> what the action may throw
     * @param operation what is done
     * @param call for whom, under which key, with which payload
     * @param action the work
     * @return what became of it
     * @throws X what the action threw, the same object
     * @throws StoreUnavailableException if the store did not answer before the action; nothing ran
     * @throws TransactionRolledBackException in joined mode, if the commit failed for certain; nothing happened
     * @throws ReentrantExecutionException if the action calls itself with its own key
     * @throws ResultCodecException if the recorded answer cannot be given
     * @throws RecordedFailureException if the recorded answer is a failure
     */
    public <T extends @Nullable Object, X extends Throwable> Outcome<T> execute(
            Operation<T> operation, Call call, Action<T, X> action) throws X {
        Objects.requireNonNull(action, "action");
        Attempt<T> attempt = begin(operation, call);
        if (attempt instanceof Attempt.Answered<T> answered) {
            return answered.outcome();
        }
        return engineOf(operation).run((Attempt.Running<T>) attempt, action);
    }

    /**
     * As {@link #execute}, for callers who want the value or an exception.
     *
     * @param <T> the type of the result
     * @param <X> what the action may throw
     * @param operation what is done
     * @param call for whom, under which key, with which payload
     * @param action the work
     * @return the answer of this or of the first call
     * @throws X what the action threw, the same object
     * @throws IdempotencyException for every other outcome, each as the exception of its name
     */
    public <T extends @Nullable Object, X extends Throwable> T call(
            Operation<T> operation, Call call, Action<T, X> action) throws X {
        return engineOf(operation).valueOf(execute(operation, call, action), operation, call);
    }

    /**
     * Begins a call whose action does not end when a method returns. Who gets {@link Attempt.Running} must end it.
     *
     * @param <T> the type of the result
     * @param operation what is done
     * @param call for whom, under which key, with which payload
     * @return the answer, or the attempt to run
     * @throws IdempotencyException as {@link #execute}
     */
    public <T extends @Nullable Object> Attempt<T> begin(Operation<T> operation, Call call) {
        Objects.requireNonNull(call, "call");
        return engineOf(operation).begin(operation, call);
    }

    /**
     * When the recorded answer of a call expires, for display only: by the time that somebody reads it, the store may have
     * decided otherwise. One read at the store, which changes nothing.
     *
     * @param operation what was done
     * @param call for whom, under which key; the payload is not compared
     * @return on the store's clock; empty if no answer is recorded, or the store does not tell now
     */
    public Optional<Instant> expiresAt(Operation<?> operation, Call call) {
        Objects.requireNonNull(call, "call");
        return engineOf(operation).expiresAt(operation, call);
    }

    /**
     * What the store declares that takes what no route takes.
     *
     * @return its capabilities
     */
    public StoreCapabilities capabilities() {
        return engine.capabilities();
    }

    /**
     * What the store of an operation declares.
     *
     * @param operation its name
     * @return the capabilities of the store that the routes choose
     */
    public StoreCapabilities capabilities(String operation) {
        return route(Objects.requireNonNull(operation, "operation")).capabilities();
    }

    /** Ends the renewal of leases. Actions that are still running lose theirs in time. May be called again. */
    @Override
    public void close() {
        engine.close();
        routes.forEach(each -> each.engine().close());
    }

    /** Collects what an executor needs. Not safe for use by many threads. */
    public static final class Builder {
        private final IdempotencyStore store;
        private final List<StoreRoute> routes = new ArrayList<>();
        private final List<IdempotencyListener> listeners = new ArrayList<>();
        private KeyedHash hash = KeyedHash.unkeyed();
        private ResultEncryption encryption = ResultEncryption.none();
        private Timing timing = Timing.system();
        private ReplayCache cache = ReplayCache.none();
        private final IdentityHashMap<IdempotencyStore, WakeUps> wakeUps = new IdentityHashMap<>();

        private record StoreRoute(Predicate<String> operations, IdempotencyStore store) {}

        private Builder(IdempotencyStore store) {
            this.store = store;
        }

        private Engine engine(IdempotencyStore each) {
            return new Engine(
                    new Engine.Memory(each, cache, wakeUps.getOrDefault(each, WakeUps.none())),
                    new Engine.Secrets(hash, encryption),
                    timing,
                    List.copyOf(listeners));
        }

        /**
         * Sends operations to another store, by what is at stake: for example all but payments to Redis. The first route
         * that takes an operation counts; what no route takes stays with the store of the builder.
         *
         * <p>A route is part of where a key is looked for. If it changes, what is recorded stays in the old store, and its
         * keys are new: change it when no client retries any more, and on all nodes at once.
         *
         * @param operations which operations, by their names; asked as often as there is need, by many threads, and must
         *     always say the same
         * @param other where their records lie
         * @return this
         */
        public Builder route(Predicate<String> operations, IdempotencyStore other) {
            routes.add(new StoreRoute(
                    Objects.requireNonNull(operations, "operations"), Objects.requireNonNull(other, "other")));
            return this;
        }

        /**
         * Names cells and binds fingerprints under a secret.
         *
         * @param hash the same on all nodes; default {@link KeyedHash#unkeyed()}
         * @return this
         */
        public Builder hash(KeyedHash hash) {
            this.hash = Objects.requireNonNull(hash, "hash");
            return this;
        }

        /**
         * Encrypts recorded answers.
         *
         * @param encryption with keys that all nodes have; default {@link ResultEncryption#none()}
         * @return this
         */
        public Builder encryption(ResultEncryption encryption) {
            this.encryption = Objects.requireNonNull(encryption, "encryption");
            return this;
        }

        /**
         * Takes elapsed time from elsewhere, for tests.
         *
         * @param timing default {@link Timing#system()}
         * @return this
         */
        public Builder timing(Timing timing) {
            this.timing = Objects.requireNonNull(timing, "timing");
            return this;
        }

        /**
         * Replays recorded answers from this node's memory where it can.
         *
         * @param cache of this executor alone or shared by several of the same store; default {@link ReplayCache#none()}
         * @return this
         */
        public Builder replayCache(ReplayCache cache) {
            this.cache = Objects.requireNonNull(cache, "cache");
            return this;
        }

        /**
         * Wakes calls that wait for a call of another node when it ends; without, they poll alone.
         *
         * @param channel to the nodes that have their records in the store of the builder; default
         *     {@link WakeUps#none()}. It stays the caller's to close, after the executor
         * @return this
         */
        public Builder wakeUps(WakeUps channel) {
            return wakeUps(store, channel);
        }

        /**
         * As {@link #wakeUps(WakeUps)}, for operations that a {@link #route} sends to another store.
         *
         * @param of that store, the same object
         * @param channel to the nodes that have their records there
         * @return this
         */
        public Builder wakeUps(IdempotencyStore of, WakeUps channel) {
            wakeUps.put(Objects.requireNonNull(of, "of"), Objects.requireNonNull(channel, "channel"));
            return this;
        }

        /**
         * Adds a listener.
         *
         * @param listener hears every event of this executor
         * @return this
         */
        public Builder listener(IdempotencyListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Builds the executor.
         *
         * @return a new executor; close it
         */
        public IdempotentExecutor build() {
            return new IdempotentExecutor(this);
        }
    }
}
