/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.drill.Target;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RequestTest {
    private final Target target = Target.parse("http://localhost:8090/base/");

    private String written(Request request) {
        return new String(request.bytes(target), StandardCharsets.ISO_8859_1);
    }

    @Test
    void writesExactlyWhatItIsTold() {
        Request request = Request.of("POST", "/echo").with("X:  \u0001\u00e9 ").withBody("abc");
        assertThat(written(request))
                .isEqualTo("POST /base/echo HTTP/1.1\r\nHost: localhost:8090\r\nX:  \u0001\u00e9 \r\n"
                        + "Content-Length: 3\r\n\r\nabc");
    }

    @Test
    void writesChunks() {
        Request request = Request.of("POST", "/").withBody("abc").framed(Request.Framing.CHUNKED);
        assertThat(written(request)).endsWith("Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n2\r\nbc\r\n0\r\n\r\n");
    }

    @Test
    void saysNothingOfABodyThatItHasNot() {
        assertThat(written(Request.of("GET", "/x"))).isEqualTo("GET /base/x HTTP/1.1\r\nHost: localhost:8090\r\n\r\n");
    }
}
