/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.redis;

import dev.semel.spi.StoreException;
import dev.semel.spi.StoreException.Certainty;
import dev.semel.spi.UnreadableRecordException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells what is known of a script that failed, by the server's error code; in doubt it is unknown. */
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
            "BUSY",
            "NOSCRIPT",
            "MOVED",
            "ASK",
            "CROSSSLOT");
    // A slot is on its way to another server; the two keys of a claim are not both there yet.
    private static final String MOVING = "TRYAGAIN";
    private static final String FOREIGN = "WRONGTYPE";
    // Lettuce tells in no other way that a command was not sent; where the text is another, it is taken for unknown.
    private static final String NOT_SENT = "Currently not connected. Commands are rejected.";

    private Failures() {}

    /** What is to be thrown: a {@link StoreException}, or that the key holds no record. */
    static RuntimeException of(String verb, Throwable failure) {
        if (failure instanceof RedisCommandExecutionException refusal) {
            return refused(verb, refusal);
        }
        if (failure instanceof TimeoutException || failure instanceof RedisCommandTimeoutException) {
            return unknown(verb, "It did not answer in time.", failure);
        }
        if (isNotSent(failure)) {
            return notSent(failure);
        }
        return unknown(verb, "The connection was lost.", failure);
    }

    /** A server that turns away new connections ends also what was under way on the old one. */
    private static boolean isNotSent(Throwable failure) {
        return failure instanceof RedisConnectionException
                ? !RedisConnectionException.isProtectedMode(failure.getMessage())
                : NOT_SENT.equals(failure.getMessage());
    }

    static StoreException notSent(@Nullable Throwable failure) {
        return new StoreException(Certainty.NOT_APPLIED, "No Redis server is connected; is the master up?", failure);
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

    private static RuntimeException refused(String verb, RedisCommandExecutionException refusal) {
        String code = code(refusal);
        if (code.equals(FOREIGN)) {
            return new UnreadableRecordException(
                    "The key of a record holds something else. Give the store a namespace of its own.", refusal);
        }
        if (code.equals(MOVING)) {
            return new StoreException(
                    Certainty.TRANSIENT, "Redis could not " + verb + " yet: its slot is being moved.", refusal);
        }
        Certainty certainty = REFUSED.contains(code) ? Certainty.NOT_APPLIED : Certainty.UNKNOWN;
        return new StoreException(certainty, "Redis could not " + verb + "." + hint(code) + " (" + code + ")", refusal);
    }

    private static String hint(String code) {
        return switch (code) {
            case "READONLY" -> " The server is a replica: point the store at the master.";
            case "OOM" -> " Its memory is full: raise maxmemory.";
            case "LOADING" -> " It is still reading its data after a start.";
            case "CLUSTERDOWN" -> " The Cluster lacks a master for some slots.";
            case "NOAUTH", "NOPERM", "WRONGPASS" -> " The user may not do what the module's README lists.";
            case "MISCONF" -> " It cannot write to its disk.";
            case "NOREPLICAS" -> " Fewer replicas are connected than min-replicas-to-write asks for.";
            case "BUSY" -> " Somebody's script does not end.";
            default -> "";
        };
    }
}
