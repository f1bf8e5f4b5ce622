/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

/** What a row needs: a route of the service, a way to count, or something that a drill from outside cannot have. */
public enum Feature {
    /** Answers 201 and repeats body and media type. */
    ECHO("POST /echo"),
    /** Answers with the status in the path. */
    STATUS("POST /status/{code}"),
    /** Takes a while. */
    SLOW("POST /slow?ms="),
    /** Takes a while, and after a crash nobody executes it again. */
    HELD("POST /held/slow?ms="),
    /** Answers many bytes. */
    LARGE("POST /large?bytes="),
    /** Answers with the header fields in the body. */
    HEADERS("POST /headers"),
    /** Makes a thing. */
    ITEMS("POST /items"),
    /** Changes a thing. */
    PATCH("PATCH /items/{id}"),
    /** Replaces a thing. */
    PUT("PUT /items/{id}"),
    /** Removes a thing. */
    DELETE("DELETE /items/{id}"),
    /** Answers digests of parts. */
    UPLOAD("POST /upload"),
    /** Answers later, from another thread. */
    ASYNC("POST /async?ms="),
    /** Sends events. */
    SSE("POST /sse?n="),
    /** Throws an exception. */
    THROW("POST /throw?when="),
    /** Answers 202. */
    JOB("POST /job"),
    /** Answers what must not be stored. */
    SECRET("POST /secret"),
    /** Answers a redirection. */
    REDIRECT("POST /redirect/{code}"),
    /** Echoes, where no key is required. */
    OPTIONAL("POST /optional/echo"),
    /** Echoes, where the layer is off. */
    OFF("POST /off/echo"),
    /** Tells how often handlers ran. */
    COUNTER("GET /counter"),
    /** Tells how often handlers ran for a key. */
    EXECUTIONS("GET /executions?key="),
    /** One of the two ways to count. */
    COUNT("GET /counter or GET /executions?key="),
    /** Bearer tokens of two callers, and refusal of unknown ones. */
    TOKENS("two bearer tokens, and 401 for an unknown one"),
    /** A second bearer token of the first caller. */
    REFRESHED("a second token of one caller"),
    /** Routes that let things go wrong, and leave to use them. */
    FAULTS("fault controls (--faults)"),
    /** A second node of the same service. */
    PEER("a second node (--peer)"),
    /** Tenants. */
    TENANTS("tenants"),
    /** Batches. */
    BATCH("a batch route"),
    /** Somebody who interferes with nodes, store and clock. */
    CONTROL("control of nodes, store or clock"),
    /** A client instead of a server. */
    CLIENT("a client");

    private final String text;

    Feature(String text) {
        this.text = text;
    }

    /**
     * For reports.
     *
     * @return such as {@code POST /echo}
     */
    public String text() {
        return text;
    }
}
