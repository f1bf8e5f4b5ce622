/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.HeaderField;
import dev.semel.http.RequestView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A form put together again from its parts, for a handler that reads the bytes of one that the server has separated. It is
 * equal in all that has a meaning; names of header lines may come in lower case.
 */
final class FormBytes {
    private FormBytes() {}

    static InputStream open(RequestView.Parts form, String boundary, Charset charset) {
        List<RequestView.Content> pieces = new ArrayList<>();
        for (RequestView.Part part : form.parts()) {
            StringBuilder head = new StringBuilder("--").append(boundary).append("\r\n");
            for (HeaderField field : part.headers()) {
                head.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
            pieces.add(() -> bytes(head.append("\r\n").toString(), charset));
            pieces.add(part.content());
            pieces.add(() -> bytes("\r\n", charset));
        }
        pieces.add(() -> bytes("--" + boundary + "--\r\n", charset));
        return new Pieces(pieces);
    }

    /** Opens each piece when the one before it is at its end: a form of many files would run out of handles. */
    private static final class Pieces extends InputStream {
        private final Iterator<RequestView.Content> rest;
        private InputStream piece = InputStream.nullInputStream();

        Pieces(List<RequestView.Content> pieces) {
            this.rest = pieces.iterator();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = piece.read(bytes, offset, count);
            while (read < 0 && rest.hasNext()) {
                piece.close();
                piece = rest.next().open();
                read = piece.read(bytes, offset, count);
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            piece.close();
        }
    }

    private static InputStream bytes(String text, Charset charset) {
        return new ByteArrayInputStream(text.getBytes(charset));
    }
}
