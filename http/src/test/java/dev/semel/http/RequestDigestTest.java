/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.semel.Fingerprint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Group D of the HTTP semantics: what two requests must share to be the same. */
class RequestDigestTest {
    private record Request(String path, String query, String contentType, String contentEncoding, Body body)
            implements RequestView {
        static Request of(String contentType, String body) {
            return new Request("/items", "", contentType, "", new Raw(content(body)));
        }

        @Override
        public String method() {
            return "POST";
        }

        @Override
        public List<String> headers(String name) {
            return List.of();
        }
    }

    private static RequestView.Content content(String text) {
        return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Fingerprint of(RequestDigest digest, RequestView request) {
        try {
            return digest.digest(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Fingerprint exact(RequestView request) {
        return of(RequestDigest.exact(), request);
    }

    private static Fingerprint json(RequestDigest digest, String body) {
        return of(digest, Request.of("application/json", body));
    }

    private static String form(String boundary, String file) {
        return """
                --B\r
                Content-Disposition: form-data; name="note"\r
                \r
                hello\r
                --B\r
                Content-Disposition: form-data; name="f"; filename="a.bin"\r
                Content-Type: application/octet-stream\r
                \r
                FILE\r
                --B--\r
                """
                .replace("--B", "--" + boundary)
                .replace("FILE", file);
    }

    private static Fingerprint form(String boundary, String sent, String file) {
        return exact(Request.of("multipart/form-data; boundary=" + boundary, form(sent, file)));
    }

    @Test
    void aKnownRequestHasAKnownDigest() {
        Fingerprint fingerprint =
                exact(new Request("/items", "a=1", "application/json", "", new RequestView.Raw(content("{}"))));
        assertThat(HexFormat.of().formatHex(fingerprint.encoded()))
                .isEqualTo("017283c59e80bb2a6d6658f6269390b697ab59ffbe33d620ded20a77fe9cdc26f9");
    }

    @Test
    void row032_anotherBodyIsAnother() {
        assertThat(exact(Request.of("text/plain", "a"))).isNotEqualTo(exact(Request.of("text/plain", "b")));
    }

    @Test
    void row034_anotherPathIsAnother() {
        RequestView.Body body = new RequestView.Raw(content("a"));
        assertThat(exact(new Request("/items/1", "", "", "", body)))
                .isNotEqualTo(exact(new Request("/items/2", "", "", "", body)));
    }

    @Test
    void row035_theOrderOfTheQueryCountsUnlessNormalized() {
        RequestView.Body body = new RequestView.Raw(content("a"));
        Request one = new Request("/items", "b=2&a=1&a=0", "", "", body);
        Request reordered = new Request("/items", "a=1&b=2&a=0", "", "", body);
        Request otherValues = new Request("/items", "a=0&b=2&a=1", "", "", body);
        assertThat(exact(one)).isNotEqualTo(exact(reordered));
        RequestDigest normalizing = RequestDigest.normalizingQuery();
        assertThat(of(normalizing, one))
                .isEqualTo(of(normalizing, reordered))
                .isNotEqualTo(of(normalizing, otherValues));
    }

    @Test
    void row036_mediaTypeAndCharsetCount() {
        Fingerprint utf8 = exact(Request.of("application/json; charset=UTF-8", "a"));
        assertThat(exact(Request.of("Application/JSON;charset=\"utf-8\"", "a"))).isEqualTo(utf8);
        assertThat(exact(Request.of("application/json;; charset=utf-8 ;", "a"))).isEqualTo(utf8);
        assertThat(exact(Request.of("application/json", "a"))).isNotEqualTo(utf8);
        assertThat(exact(Request.of("application/json; charset=latin1", "a"))).isNotEqualTo(utf8);
        assertThat(exact(Request.of("text/json; charset=utf-8", "a"))).isNotEqualTo(utf8);
    }

    @Test
    void row037_jsonIsComparedByteByByteUnlessCanonical() {
        String one = "{\"a\":1,\"b\":[1,2,{\"c\":\"x\\u0041\"}]}";
        String reordered = " { \"b\" : [1, 2, {\"c\":\"xA\"}] , \"a\" : 1 } ";
        assertThat(json(RequestDigest.exact(), one)).isNotEqualTo(json(RequestDigest.exact(), reordered));
        RequestDigest canonical = RequestDigest.canonicalJson();
        assertThat(json(canonical, one))
                .isEqualTo(json(canonical, reordered))
                .isNotEqualTo(json(canonical, one.replace("1,2", "2,1")))
                .isNotEqualTo(json(canonical, one.replace(":1,", ":1.0,")));
    }

    @Test
    void row037_whatIsNoJsonIsComparedByteByByte() {
        RequestDigest canonical = RequestDigest.canonicalJson();
        for (String bad : List.of(
                "{\"a\":1,\"a\":1}", "{\"a\":01}", "[1,]", "{", "", "\"\\x\"", "[".repeat(5000), "nul", "\u00ff")) {
            assertThat(json(canonical, bad)).isEqualTo(json(canonical, bad)).isNotEqualTo(json(canonical, bad + " "));
        }
    }

    @Test
    void row038_onlyNamedFieldsCount() {
        RequestDigest fields = RequestDigest.jsonFields("amount", "currency");
        Fingerprint one = json(fields, "{\"amount\":1,\"currency\":\"EUR\",\"note\":\"a\"}");
        assertThat(json(fields, "{\"note\":\"b\",\"currency\":\"EUR\",\"amount\":1}"))
                .isEqualTo(one);
        assertThat(json(fields, "{\"amount\":2,\"currency\":\"EUR\"}")).isNotEqualTo(one);
        assertThat(json(fields, "{\"amount\":1}")).isNotEqualTo(one);
    }

    @Test
    void row041_volatileFieldsDoNotCount() {
        RequestDigest digest = RequestDigest.jsonExceptFields("nonce");
        Fingerprint one = json(digest, "{\"amount\":1,\"nonce\":\"a\"}");
        assertThat(json(digest, "{\"amount\":1,\"nonce\":\"b\"}")).isEqualTo(one);
        assertThat(json(digest, "{\"amount\":2,\"nonce\":\"a\"}")).isNotEqualTo(one);
    }

    @Test
    void row043_compressedBodiesAreComparedAsSent() {
        RequestView.Body body = new RequestView.Raw(content("x"));
        assertThat(exact(new Request("/", "", "application/json", "gzip", body)))
                .isEqualTo(exact(new Request("/", "", "application/json", " GZIP", body)))
                .isNotEqualTo(exact(new Request("/", "", "application/json", "", body)));
    }

    @Test
    void row044_aNewBoundaryIsTheSameForm() {
        assertThat(form("x1", "x1", "bytes")).isEqualTo(form("--y-22", "--y-22", "bytes"));
        assertThat(form("x1", "x1", "bytes")).isNotEqualTo(form("x1", "x1", "bytez"));
    }

    @Test
    void row044_contentThatResemblesTheBoundaryIsContent() {
        String tricky = "\r\n--x\r\n-\r\r\n--x2\r\n--";
        assertThat(form("x1", "x1", tricky)).isEqualTo(form("other", "other", tricky));
        assertThat(form("x1", "x1", tricky)).isNotEqualTo(form("x1", "x1", tricky + "-"));
    }

    @Test
    void row044_malformedFormsAreComparedByteByByte() {
        String body = form("x1", "bytes");
        for (String bad :
                List.of(" " + body, body + "epilogue", body.substring(0, body.length() - 4), "--x1--no", "x")) {
            Fingerprint one = exact(Request.of("multipart/form-data; boundary=x1", bad));
            String renamed = bad.replace("x1", "y2");
            assertThat(exact(Request.of("multipart/form-data; boundary=x1", bad)))
                    .isEqualTo(one);
            if (!renamed.equals(bad)) {
                assertThat(exact(Request.of("multipart/form-data; boundary=y2", renamed)))
                        .isNotEqualTo(one);
            }
        }
    }

    @Test
    void row044_partsOfTheServerDigestAsThoseOfTheBody() {
        RequestView.Parts parts = new RequestView.Parts(List.of(
                new RequestView.Part(
                        List.of(new HeaderField("content-disposition", "form-data; name=\"note\"")), content("hello")),
                new RequestView.Part(
                        List.of(
                                new HeaderField("content-type", "application/octet-stream"),
                                new HeaderField("content-disposition", "form-data; name=\"f\"; filename=\"a.bin\"")),
                        content("bytes"))));
        assertThat(exact(new Request("/items", "", "multipart/form-data; boundary=zz", "", parts)))
                .isEqualTo(form("x1", "x1", "bytes"));
    }

    @Test
    void row045_noBodyIsAnEmptyBody() {
        assertThat(exact(Request.of("", ""))).isEqualTo(exact(Request.of("", "")));
    }

    @Test
    void fieldsOfDifferentLengthsNeverMeet() {
        RequestView.Body body = new RequestView.Raw(content(""));
        assertThat(exact(new Request("/a", "b", "", "", body)))
                .isNotEqualTo(exact(new Request("/ab", "", "", "", body)));
    }

    @Test
    void everyVariantHasANumberOfItsOwn() {
        List<RequestDigest> own = List.of(
                RequestDigest.exact(),
                RequestDigest.normalizingQuery(),
                RequestDigest.canonicalJson(),
                RequestDigest.jsonFields("a"),
                RequestDigest.jsonExceptFields("a"));
        List<Integer> numbers = own.stream()
                .flatMap(each -> Stream.of(
                        each,
                        each.decodingContent(1),
                        each.withHeaders("Accept"),
                        each.decodingContent(1).withHeaders("Accept")))
                .map(RequestDigest::algorithm)
                .toList();

        assertThat(numbers).doesNotHaveDuplicates().allMatch(number -> number < 64);
        RequestDigest both = RequestDigest.exact().withHeaders("Accept").decodingContent(1);
        assertThatIllegalArgumentException().isThrownBy(() -> both.withHeaders("Accept"));
        assertThatIllegalArgumentException().isThrownBy(() -> both.decodingContent(1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestDigest.exact().withHeaders());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestDigest.exact().withHeaders("not a name"));
    }
}
