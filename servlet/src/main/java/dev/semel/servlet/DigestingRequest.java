/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.RequestView;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Digests a body while its handler reads it, by whichever way, and reads nothing by itself. */
final class DigestingRequest extends HttpServletRequestWrapper {
    private final MessageDigest body = Digests.sha256();
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;
    private volatile boolean readToTheEnd;
    private volatile boolean askedForParameters;
    private volatile @Nullable Collection<Part> parts;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int keep;
    private Runnable whenRead = () -> {};

    DigestingRequest(HttpServletRequest request) {
        super(request);
    }

    /** Keeps a body up to this size, for somebody who is told when it was read to its end. */
    void keep(int bytes, Runnable whenRead) {
        this.keep = bytes;
        this.whenRead = whenRead;
    }

    /** The body as far as it is known: nothing if it was not read to its end, or is larger than what is kept. */
    Optional<RequestView.Body> known() throws IOException {
        if (readToTheEnd && kept.size() <= keep) {
            byte[] bytes = kept.toByteArray();
            return Optional.of(new RequestView.Raw(() -> new ByteArrayInputStream(bytes)));
        }
        return askedForParameters ? TakenForm.of(this).map(RequestBody::view) : Optional.empty();
    }

    private void digest(byte[] bytes, int offset, int count) {
        body.update(bytes, offset, count);
        if (keep > 0 && kept.size() <= keep) {
            // one byte too many tells that there were more
            kept.write(bytes, offset, Math.min(count, keep + 1 - kept.size()));
        }
    }

    private void reachedTheEnd(boolean end) {
        if (end && !readToTheEnd) {
            readToTheEnd = true;
            whenRead.run();
        }
    }

    /** A digest of what the request asks for; empty if its body was not read, or not to its end. */
    Optional<String> payload() {
        return content()
                .map(content -> Digests.of(
                        getMethod(), getRequestURI(), String.valueOf(getQueryString()), mediaType(), content));
    }

    private Optional<String> content() {
        if (readToTheEnd || getContentLengthLong() == 0) {
            return Optional.of(Digests.hex(body));
        }
        Collection<Part> known = parts;
        if (known != null) {
            List<String> texts = new ArrayList<>();
            known.forEach(
                    part -> texts.add(part.getName() + '\n' + part.getSubmittedFileName() + '\n' + part.getSize()));
            return Optional.of(Digests.of(texts.toArray(String[]::new)));
        }
        if (askedForParameters && TakenForm.isForm(this)) {
            List<String> texts = new ArrayList<>();
            new TreeMap<>(super.getParameterMap()).forEach((name, values) -> {
                texts.add(name);
                texts.add(String.join("\n", values));
            });
            return Optional.of(Digests.of(texts.toArray(String[]::new)));
        }
        boolean bodiless = getContentLengthLong() < 0 && getHeader("Transfer-Encoding") == null;
        return bodiless && stream == null ? Optional.of("") : Optional.empty();
    }

    /** Without parameters: the boundary of a form is another with each attempt. */
    private String mediaType() {
        String type = String.valueOf(getContentType());
        int end = type.indexOf(';');
        return end < 0 ? type : type.substring(0, end);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (stream == null) {
            stream = new Digesting(super.getInputStream());
        }
        return stream;
    }

    /** The server's own reader would pass by the digest. */
    @Override
    public BufferedReader getReader() throws IOException {
        if (reader == null) {
            String name = getCharacterEncoding();
            Charset charset = name == null ? StandardCharsets.ISO_8859_1 : Charset.forName(name);
            reader = new BufferedReader(new InputStreamReader(getInputStream(), charset));
        }
        return reader;
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        Collection<Part> all = super.getParts();
        parts = all;
        return all;
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        getParts();
        return super.getPart(name);
    }

    @Override
    public @Nullable String getParameter(String name) {
        askedForParameters = true;
        return super.getParameter(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        askedForParameters = true;
        return super.getParameterMap();
    }

    @Override
    public Enumeration<String> getParameterNames() {
        askedForParameters = true;
        return super.getParameterNames();
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        askedForParameters = true;
        return super.getParameterValues(name);
    }

    private final class Digesting extends ServletInputStream {
        private final ServletInputStream in;

        Digesting(ServletInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) {
                digest(new byte[] {(byte) b}, 0, 1);
            }
            reachedTheEnd(b < 0 || in.isFinished());
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            int read = in.read(bytes, offset, count);
            if (read > 0) {
                digest(bytes, offset, read);
            }
            reachedTheEnd(read < 0 || in.isFinished());
            return read;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
