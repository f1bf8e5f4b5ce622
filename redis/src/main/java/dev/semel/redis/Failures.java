/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.UnreadableRecordException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is known of a request that failed, by what became of each of its sendings and by the server's error code; in
 * doubt it is unknown.
 */
final class Failures {
    // Refused before anything was written: a script's first write is refused with the whole script.
    private static final Set<String> REFUSED = Set.of(
            "READONLY",
            "OOM",
            "LOADING",
            "CLUSTERDOWN",
            "NOAUTH",
            "NOPERM",
            "WRONGPASS",
            "MISCONF",
            "NOREPLICAS",
            "MASTERDOWN",
            "NOSCRIPT",
            "MOVED",
            "ASK",
            "CROSSSLOT");
    // A slot is on its way to another server; the two keys of a claim are not both there yet.
    private static final String MOVING = "TRYAGAIN";
    private static final String FOREIGN = "WRONGTYPE";
    // Somebody's script runs; the record that there may be was not looked at.
    private static final String OCCUPIED = "BUSY";

    private Failures() {}

    /** What is to be thrown: a {@link StoreException}, or that the key holds no record. */
    static RuntimeException of(Sendings sendings, Throwable failure) {
        String verb = sendings.request().verb();
        if (failure instanceof RedisCommandExecutionException refusal) {
            return refused(sendings, refusal);
        }
        if (failure instanceof TimeoutException || failure instanceof RedisCommandTimeoutException) {
            return unknown(verb, "It did not answer in time.", failure);
        }
        // What the client has given up is not sent later.
        return sendings.wereAllRefused() ? notSent(failure) : unknown(verb, "The connection was lost.", failure);
    }

    static StoreException notSent(@Nullable Throwable failure) {
        return new StoreException(Certainty.NOT_APPLIED, "No Redis server is connected; is the master up?", failure);
    }

    /** Nobody was asked, because too many ask already: which says nothing of the record that there may be. */
    static StoreException busy() {
        return new StoreException(
                Certainty.OVERLOADED,
                "All connections that wait for replicas are in use and none became free in time; does a replica lag?",
                null);
    }

    static StoreException unknown(String verb, String reason, @Nullable Throwable failure) {
        return new StoreException(Certainty.UNKNOWN, "Whether Redis could " + verb + " is unknown. " + reason, failure);
    }

    /** The first word of a server's error, in capitals; else empty. */
    static String code(@Nullable Throwable failure) {
        String message = failure == null ? null : failure.getMessage();
        if (message == null) {
            return "";
        }
        int end = message.indexOf(' ');
        String word = end < 0 ? message : message.substring(0, end);
        return word.chars().allMatch(c -> c >= 'A' && c <= 'Z') ? word : "";
    }

    private static RuntimeException refused(Sendings sendings, RedisCommandExecutionException refusal) {
        String code = code(refusal);
        String verb = sendings.request().verb();
        if (code.equals(FOREIGN)) {
            return new UnreadableRecordException(
                    "The key of a record holds something else. Give the store a namespace of its own.", refusal);
        }
        if (!sendings.wereAllRefused()) {
            return unknown(
                    verb, "It was sent twice, without an answer and then refused." + hint(code) + tag(code), refusal);
        }
        if (code.equals(MOVING)) {
            return new StoreException(
                    Certainty.TRANSIENT, "Redis could not " + verb + " yet: its slot is being moved.", refusal);
        }
        return new StoreException(certainty(code), "Redis could not " + verb + "." + hint(code) + tag(code), refusal);
    }

    private static Certainty certainty(String code) {
        if (code.equals(OCCUPIED)) {
            return Certainty.OVERLOADED;
        }
        return REFUSED.contains(code) ? Certainty.NOT_APPLIED : Certainty.UNKNOWN;
    }

    private static String tag(String code) {
        return " (" + code + ")";
    }

    /** What it means and what to do, after a space; empty if that is not known. */
    static String hint(String code) {
        return switch (code) {
            case "READONLY" -> " The server is a replica: point the store at the master.";
            case "OOM" -> " Its memory is full: raise maxmemory.";
            case "LOADING" -> " It is still reading its data after a start.";
            case "CLUSTERDOWN" -> " The Cluster lacks a master for some slots.";
            case "NOAUTH", "NOPERM", "WRONGPASS" -> " The user may not do what the module's README lists.";
            case "MISCONF" -> " It cannot write to its disk.";
            case "NOREPLICAS" -> " Fewer replicas are connected than min-replicas-to-write asks for.";
            case "MASTERDOWN" -> " The server is a replica whose master is away.";
            case "UNSURE" -> " There is a record, but it could not be sent to replicas once more.";
            case "BUSY" -> " Somebody's script does not end.";
            default -> "";
        };
    }
}
