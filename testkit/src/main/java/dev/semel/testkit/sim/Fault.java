/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

/**
 * What a simulated world may do to the protocol. Each seed enables a random subset, each with an intensity of its own,
 * because a fault that is always on hides what happens without it.
 */
public enum Fault {
    /** A request never reaches the store. */
    REQUEST_LOST,
    /** A request is applied, and its answer is lost. */
    ANSWER_LOST,
    /** A request lands many leases after its sender gave up on it. */
    LATE_LANDING,
    /** A request lands twice, the second time much later. */
    DUPLICATE,
    /** A request or an answer is slow, so that messages overtake each other. */
    SLOW,
    /** The store refuses a request. */
    UNAVAILABLE,
    /** The store asks to send a request again: a deadlock, a serialization failure. */
    TRANSIENT,
    /** A worker takes no step, often for longer than a lease, and then goes on. */
    WORKER_PAUSE,
    /** A worker dies with all that it holds and is started again. */
    WORKER_CRASH,
    /** The store dies, keeps what it acknowledged, and is away for a while. */
    STORE_CRASH,
    /** The database ends an open transaction. */
    CONNECTION_KILL,
    /** Expired records are purged, and retention is so short that many are. */
    PURGE,
    /** The wall clock of a worker is set; must have no effect. */
    NODE_CLOCK,
    /** The wall clock of the store is set, which moves the ends of leases (no promise N11). */
    STORE_CLOCK,
    /** A lease is not renewed in time. */
    RENEWAL_MISSED,
    /** A client gives up waiting and sends again elsewhere while its first call still runs. */
    ABANDON,
    /** A key is used again with another payload. */
    OTHER_PAYLOAD,
    /** Some workers digest payloads by a newer algorithm, which the others do not know. */
    UPGRADE,
    /** An action runs for longer than its lease. */
    SLOW_ACTION,
    /** An action throws. */
    ACTION_THROWS,
    /** An action throws and its outcome is unknown. */
    ACTION_HOLDS,
    /** An action wants its answer recorded and what it did undone. */
    ROLL_BACK_FIRST,
    /** An action touches the world outside, after it has said so. */
    EXTERNAL_EFFECT,
    /** A call takes part in a transaction that somebody outside ends. */
    NESTED;

    /** There are many messages, so what may befall each is drawn rarer. */
    boolean isOfMessages() {
        return compareTo(TRANSIENT) <= 0;
    }
}
