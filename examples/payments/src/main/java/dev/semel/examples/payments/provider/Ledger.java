/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The provider's book: an append-only file of JSON lines, forced to disk line by line.
 *
 * <p>A line counts once its line feed is on disk, and only then is it visible in memory or answered. A process killed
 * while writing leaves a last line without line feed; it was never answered, so opening the file cuts it off. Anything
 * else that cannot be read is damage, and opening refuses it.
 *
 * <p>One monitor guards lookup, check and append together: two requests with one key cannot both find it unused. That
 * makes the forced writes one at a time, which is enough for a demo and easy to believe.
 *
 * <p>After a failed write nobody knows what reached the disk, so the ledger refuses all further work; opening the file
 * again sorts it out.
 */
final class Ledger implements AutoCloseable {

    private final Path file;
    private final JsonMapper json;
    private final InstantSource clock;
    private final FileChannel channel;
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<String, LedgerEntry> byKey = new HashMap<>();
    private final Map<String, LedgerEntry> byId = new HashMap<>();
    private final Map<String, Long> refunded = new HashMap<>();
    private boolean broken;

    private Ledger(Path file, JsonMapper json, InstantSource clock, FileChannel channel) {
        this.file = file;
        this.json = json;
        this.clock = clock;
        this.channel = channel;
    }

    /**
     * Opens the ledger, creating the file if there is none and cutting off a torn last line.
     *
     * @throws LedgerException if the file is held by another provider, damaged, or cannot be read
     */
    static Ledger open(Path file, JsonMapper json, InstantSource clock) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            lock(channel, file);
            var ledger = new Ledger(file, json, clock, channel);
            ledger.load();
            return ledger;
        } catch (IOException e) {
            throw closing(channel, new LedgerException("cannot open the ledger " + file + ": " + e, e));
        } catch (LedgerException e) {
            throw closing(channel, e);
        }
    }

    /**
     * Books the order, or finds what the same key booked before.
     *
     * @throws RefusedException if the key stands for another order (409), or a refund does not fit its charge (422)
     * @throws LedgerException if the disk fails; whether the entry stands is then unknown
     */
    synchronized Booking book(Order order, @Nullable String idempotencyKey) {
        if (broken) {
            throw new LedgerException("the ledger " + file + " failed before; restart the provider");
        }
        if (idempotencyKey != null) {
            var earlier = byKey.get(idempotencyKey);
            if (earlier != null) {
                return replay(earlier, order);
            }
        }
        if (order.kind() == Kind.REFUND) {
            requireRefundable(order);
        }
        var entry = new LedgerEntry(
                order.kind(),
                order.kind().idPrefix() + UUID.randomUUID().toString().replace("-", ""),
                order.amount(),
                order.currency(),
                order.target(),
                idempotencyKey,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        append(entry);
        remember(entry);
        return new Booking(entry, false);
    }

    /** Whether something was booked under the key. */
    synchronized boolean knows(@Nullable String idempotencyKey) {
        return idempotencyKey != null && byKey.containsKey(idempotencyKey);
    }

    synchronized List<LedgerEntry> list(Kind kind) {
        return entries.stream().filter(entry -> entry.kind() == kind).toList();
    }

    /** The currency of a charge. Throws {@link RefusedException} (422) if there is no such charge. */
    synchronized String currencyOf(String chargeId) {
        return charge(chargeId).currency();
    }

    @Override
    public synchronized void close() {
        broken = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new LedgerException("cannot close the ledger " + file, e);
        }
    }

    private static Booking replay(LedgerEntry earlier, Order order) {
        if (!earlier.fulfils(order)) {
            throw new RefusedException(409, "this Idempotency-Key was used before for another request");
        }
        return new Booking(earlier, true);
    }

    private void requireRefundable(Order order) {
        var charge = charge(order.target());
        long left = charge.amount() - refunded.getOrDefault(charge.id(), 0L);
        if (order.amount() > left) {
            throw new RefusedException(422, "only " + left + " of " + charge.id() + " can still be refunded");
        }
    }

    private LedgerEntry charge(String id) {
        var charge = byId.get(id);
        if (charge == null || charge.kind() != Kind.CHARGE) {
            throw new RefusedException(422, "there is no such charge");
        }
        return charge;
    }

    private void append(LedgerEntry entry) {
        var line = ByteBuffer.wrap((json.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
        } catch (IOException e) {
            broken = true;
            throw new LedgerException("cannot write the ledger " + file + ": " + e.getMessage(), e);
        }
    }

    private void remember(LedgerEntry entry) {
        entries.add(entry);
        byId.put(entry.id(), entry);
        if (entry.idempotencyKey() != null) {
            byKey.put(entry.idempotencyKey(), entry);
        }
        if (entry.kind() == Kind.REFUND) {
            refunded.merge(entry.target(), entry.amount(), Long::sum);
        }
    }

    private void load() throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // one read may return less than asked for
        }
        int lineStart = 0;
        int lineNumber = 1;
        for (int i = 0; i < bytes.position(); i++) {
            if (bytes.get(i) == '\n') {
                remember(
                        parse(new String(bytes.array(), lineStart, i - lineStart, StandardCharsets.UTF_8), lineNumber));
                lineStart = i + 1;
                lineNumber++;
            }
        }
        channel.truncate(lineStart);
        channel.position(lineStart);
        channel.force(true);
    }

    private LedgerEntry parse(String line, int lineNumber) {
        try {
            return json.readValue(line, LedgerEntry.class);
        } catch (JacksonException e) {
            throw new LedgerException(
                    "line " + lineNumber + " of the ledger " + file + " is damaged; mend it or move the file away", e);
        }
    }

    private static void lock(FileChannel channel, Path file) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw new LedgerException("the ledger " + file + " is in use by this process already", e);
        }
        if (lock == null) {
            throw new LedgerException("the ledger " + file + " is in use by another provider; stop that one first");
        }
    }

    private static LedgerException closing(@Nullable FileChannel channel, LedgerException failure) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        return failure;
    }

    /**
     * The outcome of {@link #book}.
     *
     * @param entry what stands in the ledger
     * @param repeated whether it stood there before this request
     */
    record Booking(LedgerEntry entry, boolean repeated) {}
}
