/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import dev.semel.http.BodyLimits;
import dev.semel.http.HeaderField;
import dev.semel.http.Problem;
import dev.semel.http.ProblemType;
import dev.semel.http.RequestView;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request's body from the server before the handler runs, so that nothing executes for a request that never
 * arrived whole.
 *
 * <p>A form with files is separated by the server, if its servlet is configured for that: the server knows its limits and
 * its folder, and reads only its own stream. All other bodies are spooled. Whether a servlet is configured for forms
 * cannot be asked; a server that refuses for that reason has left the body untouched, which can be seen.
 */
final class RequestBodies {
    private final SpoolPlace place;
    private final long limit;

    RequestBodies(BodyLimits limits, Path folder) {
        this.place = new SpoolPlace(limits.memoryBytes(), limits.maxRequestBytes(), folder);
        this.limit = limits.maxRequestBytes();
    }

    /** Where large bodies are kept. */
    Path folder() {
        return place.folder();
    }

    /** The whole body; null if it could not be had, and the request was answered so. */
    @Nullable
    RequestBody read(HttpServletRequest request, AnswerWriter answers) throws IOException {
        try {
            return read(request);
        } catch (SpooledBody.TooLargeException e) {
            answers.problem(Problem.of(ProblemType.PAYLOAD_TOO_LARGE));
        } catch (MalformedFormException e) {
            answers.problem(Problem.plain(
                    400,
                    "Bad Request",
                    "The form is malformed or incomplete. Nothing was executed; mend it and send it again."));
        }
        return null;
    }

    private RequestBody read(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > limit) {
            throw new SpooledBody.TooLargeException();
        }
        boolean readBefore = isReadBefore(request);
        if (isForm(request)) {
            return form(request, readBefore);
        }
        return complete(request, SpooledBody.of(request.getInputStream(), place), readBefore);
    }

    /** Whether a body that was announced is at its end already; asked before anything is read here. */
    private static boolean isReadBefore(HttpServletRequest request) throws IOException {
        try {
            return isAnnounced(request) && request.getInputStream().isFinished();
        } catch (IllegalStateException e) {
            throw TakenForm.unknown(); // somebody has the reader
        } catch (RuntimeException e) {
            return false; // a filter's own stream that cannot tell
        }
    }

    /**
     * HTTP/2 need not announce a body at all, and its servers tell one that is empty from one that was read in different
     * ways; so a type announces it there. An empty body with a type and without a length is refused on some of them.
     */
    private static boolean isAnnounced(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        boolean typed = length < 0 && !request.getProtocol().startsWith("HTTP/1") && request.getContentType() != null;
        return length > 0 || typed || request.getHeader("Transfer-Encoding") != null;
    }

    /** The form cannot be taken apart. */
    static final class MalformedFormException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedFormException(Throwable cause) {
            super("The multipart form is malformed or incomplete.", cause);
        }
    }

    private RequestBody form(HttpServletRequest request, boolean readBefore) throws IOException {
        Collection<Part> parts;
        try {
            parts = request.getParts();
        } catch (IOException | ServletException | RuntimeException e) {
            if (readBefore) {
                throw TakenForm.unknown();
            }
            return untouched(request).orElseThrow(() -> refusal(e));
        }
        if (readBefore && parts.isEmpty()) {
            throw TakenForm.unknown();
        }
        return ofParts(parts);
    }

    private Optional<RequestBody> untouched(HttpServletRequest request) throws IOException {
        SpooledBody body;
        try {
            body = SpooledBody.of(request.getInputStream(), place);
        } catch (SpooledBody.TooLargeException e) {
            throw e;
        } catch (IOException e) {
            // a server that has begun to read the form closes its stream when it gives up
            return Optional.empty();
        }
        if (isWhole(request, body)) {
            return Optional.of(new RequestBody(body, new RequestView.Raw(body::open)));
        }
        body.close();
        return Optional.empty();
    }

    private static boolean isWhole(HttpServletRequest request, SpooledBody body) throws IOException {
        if (request.getContentLengthLong() >= 0) {
            return body.length() == request.getContentLengthLong();
        }
        byte[] opening = ("--" + boundary(request)).getBytes(StandardCharsets.ISO_8859_1);
        try (InputStream in = body.open()) {
            return Arrays.equals(in.readNBytes(opening.length), opening);
        }
    }

    /** Tomcat throws what happened, Jetty wraps it: a runtime exception for a limit, one of I/O for a broken form. */
    private static IOException refusal(Exception refused) {
        Throwable root = refused;
        while (refused instanceof ServletException && root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof IOException) {
            return new MalformedFormException(refused);
        }
        IOException tooLarge = new SpooledBody.TooLargeException();
        tooLarge.initCause(refused);
        return tooLarge;
    }

    private static RequestBody complete(HttpServletRequest request, SpooledBody body, boolean readBefore)
            throws IOException {
        long announced = request.getContentLengthLong();
        if (body.length() == 0) {
            Optional<RequestBody> taken = TakenForm.of(request);
            if (taken.isPresent()) {
                return taken.get();
            }
            if (readBefore || announced > 0) {
                throw TakenForm.unknown();
            }
        }
        if (body.length() < announced) {
            body.close();
            throw new EOFException("The request body ended before its announced length.");
        }
        return new RequestBody(body, new RequestView.Raw(body::open));
    }

    private RequestBody ofParts(Collection<Part> parts) throws IOException {
        long size = 0;
        List<RequestView.Part> views = new ArrayList<>();
        for (Part part : parts) {
            size += part.getSize();
            views.add(new RequestView.Part(headers(part), part::getInputStream));
        }
        if (size > limit) {
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

    private static boolean isForm(HttpServletRequest request) {
        return !boundary(request).isEmpty();
    }

    private static String boundary(HttpServletRequest request) {
        String type = request.getContentType();
        return type == null ? "" : RequestView.formBoundary(type);
    }
}
