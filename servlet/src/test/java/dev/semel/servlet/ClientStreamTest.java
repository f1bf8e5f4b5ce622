/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;

/** A server that has noticed first that the client has gone throws what it likes. */
class ClientStreamTest {
    private static final OutputStream TAKEN_APART = new OutputStream() {
        @Override
        public void write(int b) {
            throw new NullPointerException("recycled");
        }
    };

    @Test
    void tellsAHandlerOfEventsByAnExceptionOfInputAndOutput() {
        ClientStream stream = ClientStream.telling(TAKEN_APART);
        assertThatThrownBy(() -> stream.write(1))
                .isInstanceOf(IOException.class)
                .hasRootCauseInstanceOf(NullPointerException.class)
                .satisfies(told -> assertThat(stream.isCauseOf(told)).isTrue());
        assertThat(stream.isGone()).isTrue();
        assertThatThrownBy(stream::flush).isInstanceOf(IOException.class);
    }

    @Test
    void hidesItFromOtherHandlers() {
        ClientStream stream = ClientStream.hiding(TAKEN_APART);
        assertThatCode(() -> stream.write(1)).doesNotThrowAnyException();
        assertThat(stream.isGone()).isTrue();
    }

    @Test
    void leavesAMistakeOfTheHandlerToIt() {
        ClientStream stream = ClientStream.hiding(OutputStream.nullOutputStream());
        assertThatThrownBy(() -> stream.write(new byte[1], 1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(stream.isGone()).isFalse();
    }
}
