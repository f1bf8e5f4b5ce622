/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class LedgerTest {

    private static final Order ORDER = new Order(Kind.CHARGE, 1999, "EUR", "tok_visa");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("ledger.jsonl");
    }

    @Test
    void findsItsEntriesAgainAfterARestart() {
        LedgerEntry booked;
        try (var ledger = open()) {
            booked = ledger.book(ORDER, "k1").entry();
        }
        try (var ledger = open()) {
            assertThat(ledger.list(Kind.CHARGE)).containsExactly(booked);
            assertThat(ledger.book(ORDER, "k1")).isEqualTo(new Ledger.Booking(booked, true));
        }
    }

    @Test
    void remembersAfterARestartWhatWasRefunded() {
        Order refund;
        try (var ledger = open()) {
            var charge = ledger.book(ORDER, "k1").entry();
            refund = new Order(Kind.REFUND, 1000, "EUR", charge.id());
            ledger.book(refund, "k2");
        }
        try (var ledger = open()) {
            assertThatThrownBy(() -> ledger.book(refund, "k3"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("only 999");
        }
    }

    @Test
    void cutsOffATornLastLineAndGoesOn() throws IOException {
        try (var ledger = open()) {
            ledger.book(ORDER, "k1");
        }
        var whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() / 2), StandardOpenOption.APPEND);

        try (var ledger = open()) {
            assertThat(ledger.list(Kind.CHARGE)).hasSize(1);
            ledger.book(ORDER, "k2");
        }
        assertThat(Files.readAllLines(file)).hasSize(2);
        try (var ledger = open()) {
            assertThat(ledger.list(Kind.CHARGE)).hasSize(2);
        }
    }

    @Test
    void treatsAWholeEntryWithoutLineFeedAsTorn() throws IOException {
        try (var ledger = open()) {
            ledger.book(ORDER, "k1");
        }
        Files.writeString(file, Files.readString(file).stripTrailing());

        try (var ledger = open()) {
            assertThat(ledger.list(Kind.CHARGE)).isEmpty();
        }
        assertThat(file).isEmptyFile();
    }

    @Test
    void refusesADamagedLineInTheMiddle() throws IOException {
        try (var ledger = open()) {
            ledger.book(ORDER, "k1");
        }
        Files.writeString(file, "{\"kind\":\"CHARGE\"}\n" + Files.readString(file));

        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("line 1")
                .hasMessageContaining(file.toString());
    }

    @Test
    void hasOneOwner() {
        try (var owner = open()) {
            assertThatThrownBy(this::open).isInstanceOf(LedgerException.class).hasMessageContaining("in use");
            assertThat(owner.list(Kind.CHARGE)).isEmpty();
        }
    }

    private Ledger open() {
        return Ledger.open(file, new JsonMapper(), InstantSource.system());
    }
}
