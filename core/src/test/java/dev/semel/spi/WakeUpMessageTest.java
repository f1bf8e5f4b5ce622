/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semel.CellId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WakeUpMessageTest {
    private static List<CellId> cells(int number) {
        SplittableRandom random = new SplittableRandom(number);
        return Stream.generate(() -> new CellId(random.nextLong(), random.nextLong()))
                .limit(number)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 199, 200})
    void isReadAsItWasWrittenAndFitsANotification(int number) {
        WakeUpMessage message = new WakeUpMessage(cells(number));
        assertThat(message.text()).hasSizeLessThan(8_000).isASCII();
        assertThat(WakeUpMessage.read(message.text())).contains(message);
    }

    @Test
    void hasTheFormThatOtherReleasesRead() {
        assertThat(new WakeUpMessage(List.of(new CellId(1, -1))).text())
                .isEqualTo("semel1:0000000000000001ffffffffffffffff");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "semel1:",
                "semel",
                "hello",
                "semel1:0000000000000001fffffffffffffff",
                "semel1:0000000000000001ffffffffffffffff0",
                "semel1:000000000000000-1fffffffffffffff",
                "semel1:+000000000000001ffffffffffffffff",
                "semel1:000000000000000gffffffffffffffff",
                "semel1:00000000\u0660\u0661000001ffffffffffffffff",
                "semel2:0000000000000001ffffffffffffffff",
                "SEMEL1:0000000000000001ffffffffffffffff",
                "; drop table semel_record; -- and 39 c"
            })
    void isNotReadFromAnythingElse(String text) {
        assertThat(WakeUpMessage.read(text)).isEmpty();
    }

    @Test
    void isNotReadFromMoreThanOneMayHold() {
        assertThat(WakeUpMessage.read("semel1:" + "0".repeat(32 * 201))).isEmpty();
        assertThat(WakeUpMessage.read("semel1:" + "0".repeat(32 * 1_000_000))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 201})
    void isAboutOneCellAtLeastAndNotTooMany(int number) {
        assertThatIllegalArgumentException().isThrownBy(() -> new WakeUpMessage(cells(number)));
    }
}
