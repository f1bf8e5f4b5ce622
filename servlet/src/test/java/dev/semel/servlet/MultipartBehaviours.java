/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forms: what the handler reads, and that a new boundary is no other request. */
abstract class MultipartBehaviours extends ServerTest {
    private final List<String> read = new ArrayList<>();
    private Service service;

    @BeforeEach
    void start() {
        service = serve(new Service());
        service.on("/parts", (request, response) -> {
            for (Part part : request.getParts()) {
                read.add(part.getName() + "=" + part.getSubmittedFileName() + ":"
                        + new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            }
            read.add("note=" + request.getParameter("note"));
            response.setStatus(201);
        });
    }

    private static String form(String boundary, String content) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--" + boundary
                + "\r\n"
                + "Content-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\n"
                + content + "\r\n--" + boundary + "--\r\n";
    }

    private RawResponse upload(String path, String boundary, String content) {
        return post(path, form(boundary, content), "Content-Type: multipart/form-data; boundary=" + boundary);
    }

    @Test
    void row044_120_aFormIsReadByPartsAndReplaysWithAnotherBoundary() {
        RawResponse first = upload("/parts", "x1", "bytes");
        assertThat(first.status()).isEqualTo(201);
        assertThat(read).containsExactly("note=null:hello", "f=a.txt:bytes", "note=hello");
        assertReplays(first, upload("/parts", "y2", "bytes"));
        assertProblem(upload("/parts", "x1", "bytez"), 422, "fingerprint-mismatch");
        assertExecutions(1);
    }

    @Test
    void row044_120_withoutMultipartConfigurationTheHandlerReadsTheBytes() {
        RawResponse first = upload("/echo", "x1", "bytes");
        assertThat(first.text()).isEqualTo(form("x1", "bytes"));
        assertReplays(first, upload("/echo", "y2", "bytes"));
        assertProblem(upload("/echo", "x1", "bytez"), 422, "fingerprint-mismatch");
        assertExecutions(1);
    }

    @Test
    void row044_bothWaysOfReadingGiveOneFingerprint() {
        service.on("/parts", (request, response) -> response.setStatus(201));
        service.on("/raw", (request, response) -> response.setStatus(201));
        // the same operation, digest and path; only the way of reading differs, as between two releases of a service
        List<dev.semel.Fingerprint> seen = new ArrayList<>();
        dev.semel.http.RequestDigest spy = new dev.semel.http.RequestDigest() {
            @Override
            public int algorithm() {
                return 77;
            }

            @Override
            public dev.semel.Fingerprint digest(dev.semel.http.RequestView request) throws java.io.IOException {
                dev.semel.http.RequestView samePath = new SamePath(request);
                seen.add(dev.semel.http.RequestDigest.exact().digest(samePath));
                return new dev.semel.Fingerprint(77, dev.semel.Bytes.utf8("x"));
            }
        };
        service.guarding(dev.semel.http.HttpPolicy.standard()
                .withRequests(dev.semel.http.RequestRules.standard().withDigests(spy)));
        upload("/parts", "x1", "bytes");
        upload("/raw", "y2", "bytes");
        assertThat(seen).hasSize(2);
        assertThat(seen.get(0)).isEqualTo(seen.get(1));
    }

    private record SamePath(dev.semel.http.RequestView real) implements dev.semel.http.RequestView {
        @Override
        public List<String> headers(String name) {
            return real.headers(name);
        }

        @Override
        public String method() {
            return real.method();
        }

        @Override
        public String path() {
            return "/same";
        }

        @Override
        public String query() {
            return real.query();
        }

        @Override
        public String contentType() {
            return real.contentType();
        }

        @Override
        public String contentEncoding() {
            return real.contentEncoding();
        }

        @Override
        public Body body() {
            return real.body();
        }
    }

    @Test
    void row118_aPartThatTheServerRefusesExecutesNothing() {
        RawResponse response = upload("/parts", "x1", "b".repeat(Server.LARGEST_PART + 1));
        assertThat(response.status()).isEqualTo(413);
        assertExecutions(0);
        assertThat(upload("/parts", "x1", "bytes").status()).isEqualTo(201);
    }

    @Test
    void row120_aHandlerThatReadsTheBytesOfASeparatedFormGetsThem() {
        service.on("/parts", (request, response) -> {
            response.setStatus(201);
            request.getInputStream().transferTo(response.getOutputStream());
        });
        RawResponse first = upload("/parts", "x1", "bytes");
        // servers may give the names of a part's header lines in lower case
        assertThat(first.text()).isEqualToIgnoringCase(form("x1", "bytes"));
        assertReplays(first, upload("/parts", "y2", "bytes"));
        assertExecutions(1);
    }

    @Test
    void row120_theReaderOfASeparatedFormGivesItsText() {
        service.on("/parts", (request, response) -> response.getWriter()
                .print(request.getReader().readLine()));
        RawResponse first = upload("/parts", "x1", "bytes");
        assertThat(first.text()).isEqualTo("--x1");
        assertReplays(first, upload("/parts", "y2", "bytes"));
    }

    @Test
    void row120_afterItsPartsTheBodyIsEmptyAsWithoutTheLayer() {
        for (String way : List.of("parts", "part", "parameter", "reader")) {
            Handler handler = (request, response) -> {
                switch (way) {
                    case "part" -> request.getPart("f");
                    case "parameter" -> request.getParameter("note");
                    default -> request.getParts();
                }
                response.setStatus(201);
                response.setContentType("text/plain");
                int first = way.equals("reader")
                        ? request.getReader().read()
                        : request.getInputStream().read();
                response.getWriter().print(first);
            };
            service.on("/parts/" + way, handler);
            RawResponse first = post(
                    "/parts/" + way,
                    form("x1", "bytes"),
                    "Authorization: Bearer u" + way,
                    "Content-Type: multipart/form-data; boundary=x1");
            assertThat(first.status()).as(way).isEqualTo(201);
            assertThat(first.text()).as(way).isEqualTo("-1");
        }
    }

    @Test
    void row120_aFormThatAFilterOutsideHadSeparatedReplays() {
        RawResponse first = uploadRead("parameters", "x1", "bytes");
        assertThat(first.status()).isEqualTo(201);
        assertThat(read).containsExactly("note=null:hello", "f=a.txt:bytes", "note=hello");
        assertReplays(first, uploadRead("parameters", "y2", "bytes"));
        assertProblem(uploadRead("parameters", "x1", "bytez"), 422, "fingerprint-mismatch");
        assertExecutions(1);
    }

    @Test
    void row120_aFormWhoseBytesAFilterOutsideHasReadIsRefused() {
        assertThat(uploadRead("bytes", "x1", "bytes").status()).isEqualTo(500);
        assertExecutions(0);
        assertThat(service.store.calls).hasValue(0);
    }

    private RawResponse uploadRead(String before, String boundary, String content) {
        return post(
                "/parts",
                form(boundary, content),
                "X-Read-Before: " + before,
                "Content-Type: multipart/form-data; boundary=" + boundary);
    }
}
