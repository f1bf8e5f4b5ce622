/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.HeaderField;
import dev.semel.http.RequestView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A form put together again from its parts, for a handler that reads the bytes of one that the server has separated. It is
 * equal in all that has a meaning; names of header lines may come in lower case.
 */
final class FormBytes {
    private FormBytes() {}

    static InputStream open(RequestView.Parts form, String boundary, Charset charset) throws IOException {
        List<InputStream> pieces = new ArrayList<>();
        for (RequestView.Part part : form.parts()) {
            StringBuilder head = new StringBuilder("--").append(boundary).append("\r\n");
            for (HeaderField field : part.headers()) {
                head.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
            pieces.add(bytes(head.append("\r\n").toString(), charset));
            pieces.add(part.content().open());
            pieces.add(bytes("\r\n", charset));
        }
        pieces.add(bytes("--" + boundary + "--\r\n", charset));
        return new SequenceInputStream(Collections.enumeration(pieces));
    }

    private static InputStream bytes(String text, Charset charset) {
        return new ByteArrayInputStream(text.getBytes(charset));
    }
}
