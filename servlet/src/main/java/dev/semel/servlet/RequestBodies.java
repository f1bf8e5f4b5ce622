/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.BodyLimits;
import dev.semel.http.HeaderField;
import dev.semel.http.RequestView;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes a request's body from the server before the handler runs, so that nothing executes for a request that never
 * arrived whole.
 *
 * <p>A form with files is separated by the server, as far as its servlet is configured for that: the server knows its
 * limits and its folder, and reads only its own stream. All other bodies are spooled.
 */
final class RequestBodies {
    private RequestBodies() {}

    static RequestBody read(HttpServletRequest request, BodyLimits limits) throws IOException {
        if (request.getContentLengthLong() > limits.maxRequestBytes()) {
            throw new SpooledBody.TooLargeException();
        }
        if (isMultipart(request)) {
            Optional<Collection<Part>> parts = parts(request);
            if (parts.isPresent()) {
                return ofParts(parts.get(), limits);
            }
        }
        SpooledBody body = SpooledBody.of(request.getInputStream(), limits);
        try {
            return complete(request, body);
        } catch (IOException | RuntimeException e) {
            body.close();
            throw e;
        }
    }

    private static RequestBody complete(HttpServletRequest request, SpooledBody body) throws IOException {
        long announced = request.getContentLengthLong();
        if (body.length() == 0 && announced > 0) {
            throw new IllegalStateException("The body of this request was read before Semel's filter could: order the"
                    + " filter before whatever asks for parameters, parts or the body.");
        }
        if (body.length() < announced) {
            throw new EOFException("The request body ended before its announced length.");
        }
        return new RequestBody(body, new RequestView.Raw(body::open));
    }

    private static RequestBody ofParts(Collection<Part> parts, BodyLimits limits) throws IOException {
        long size = 0;
        List<RequestView.Part> views = new ArrayList<>();
        for (Part part : parts) {
            size += part.getSize();
            views.add(new RequestView.Part(headers(part), part::getInputStream));
        }
        if (size > limits.maxRequestBytes()) {
            throw new SpooledBody.TooLargeException();
        }
        return new RequestBody(null, new RequestView.Parts(views));
    }

    private static List<HeaderField> headers(Part part) {
        List<HeaderField> headers = new ArrayList<>();
        for (String name : part.getHeaderNames()) {
            for (String value : part.getHeaders(name)) {
                headers.add(new HeaderField(name, value));
            }
        }
        return headers;
    }

    private static Optional<Collection<Part>> parts(HttpServletRequest request) throws IOException {
        try {
            return Optional.of(request.getParts());
        } catch (IllegalStateException e) {
            // both servers say so without a cause if the servlet takes no parts, and have not touched the body then
            if (e.getCause() == null) {
                return Optional.empty();
            }
            throw tooLarge(e);
        } catch (ServletException e) {
            throw tooLarge(e);
        }
    }

    private static IOException tooLarge(Exception cause) {
        IOException tooLarge = new SpooledBody.TooLargeException();
        tooLarge.initCause(cause);
        return tooLarge;
    }

    private static boolean isMultipart(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }
}
