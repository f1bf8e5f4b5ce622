/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.RequestView;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Hands the handler the bytes that were fingerprinted, by whichever way it asks for them.
 *
 * <p>Where the server has separated a form, or a filter outside has had it read into parameters, the handler gets what
 * that leaves without the layer: after it has asked for parts or parameters, the body is empty.
 */
final class SpooledRequest extends HttpServletRequestWrapper {
    private final RequestBody body;
    private @Nullable AsyncStarter asyncStarter;
    private @Nullable HandlerResponse response;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;
    private @Nullable Map<String, String[]> parameters;
    private boolean askedForParts;

    /** Begins asynchronous work. */
    interface AsyncStarter {
        AsyncContext start(ServletRequest request, @Nullable ServletResponse response);

        AsyncContext current();

        boolean isSupported();
    }

    SpooledRequest(HttpServletRequest request, RequestBody body) {
        super(request);
        this.body = body;
    }

    /** Ties asynchronous work and dispatches to the recorded response. */
    void belongsTo(AsyncStarter starter, HandlerResponse response) {
        startsBy(starter);
        this.response = response;
    }

    /** Ties asynchronous work to what must know of it. */
    void startsBy(AsyncStarter starter) {
        this.asyncStarter = starter;
    }

    @Override
    public @Nullable RequestDispatcher getRequestDispatcher(String path) {
        RequestDispatcher real = super.getRequestDispatcher(path);
        return real == null || response == null ? real : new RecordedDispatcher(real, response);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (reader != null) {
            throw new IllegalStateException("getReader() was called before on this request.");
        }
        if (stream == null) {
            stream = isLeftToServer() ? super.getInputStream() : new BodyInputStream(open(), this::getAsyncContext);
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (stream != null) {
            throw new IllegalStateException("getInputStream() was called before on this request.");
        }
        if (reader == null) {
            InputStream bytes = isLeftToServer() ? super.getInputStream() : open();
            reader = new BufferedReader(new InputStreamReader(bytes, charset(StandardCharsets.ISO_8859_1)));
        }
        return reader;
    }

    private boolean isLeftToServer() {
        return body.spooled() == null && (askedForParts || !(body.view() instanceof RequestView.Parts));
    }

    private InputStream open() throws IOException {
        if (body.view() instanceof RequestView.Raw raw) {
            return raw.content().open();
        }
        String type = Objects.requireNonNull(getContentType());
        RequestView.Parts parts = (RequestView.Parts) body.view();
        return FormBytes.open(parts, RequestView.formBoundary(type), charset(StandardCharsets.UTF_8));
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        askedForParts = true;
        return super.getParts();
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        askedForParts = true;
        return super.getPart(name);
    }

    private Charset charset(Charset otherwise) {
        String name = getCharacterEncoding();
        return name == null ? otherwise : Charset.forName(name);
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        if (parameters == null) {
            parameters = Collections.unmodifiableMap(readParameters());
        }
        return parameters;
    }

    private Map<String, String[]> readParameters() {
        askedForParts = true;
        Map<String, String[]> query = super.getParameterMap();
        boolean form = TakenForm.isForm(this) && getMethod().equals("POST");
        if (!form || body.spooled() == null) {
            return query;
        }
        try (InputStream in = body.spooled().open()) {
            return FormParameters.merged(query, in, charset(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterMap().get(name);
        return values == null || values.length == 0 ? null : values[0];
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values.clone();
    }

    @Override
    public boolean isAsyncSupported() {
        return super.isAsyncSupported() && (asyncStarter == null || asyncStarter.isSupported());
    }

    @Override
    public AsyncContext startAsync() {
        return asyncStarter == null ? super.startAsync() : asyncStarter.start(this, null);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return asyncStarter == null ? super.startAsync(request, response) : asyncStarter.start(request, response);
    }

    @Override
    public AsyncContext getAsyncContext() {
        return asyncStarter == null ? super.getAsyncContext() : asyncStarter.current();
    }
}
