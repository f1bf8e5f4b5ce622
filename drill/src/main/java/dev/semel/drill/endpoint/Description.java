/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonPointer;

/**
 * What a file says of an endpoint, checked.
 *
 * @param request what is sent
 * @param changed its body with another payload; empty if the file gives none
 * @param key where the key goes
 * @param effects how to count what took effect
 * @param answers how the service answers
 * @param load how much is sent
 */
record Description(Sent request, Optional<Template> changed, Key key, Effects effects, Answers answers, Load load) {
    /**
     * What is sent.
     *
     * @param method such as POST
     * @param path with its query
     * @param headers by name
     * @param body may be empty
     */
    record Sent(String method, Template path, Map<String, Template> headers, Template body) {}

    /**
     * Where the key goes.
     *
     * @param header empty if it is part of the request
     * @param quoted whether it stands in quotes, as the IETF draft has it
     */
    record Key(Optional<String> header, boolean quoted) {}

    /**
     * How to count effects, by a GET.
     *
     * @param path with its query
     * @param headers by name
     * @param by how to count in the answer
     * @param each how much one effect adds
     */
    record Effects(Template path, Map<String, Template> headers, Counter by, long each) {
        /** Whether each request's effects are counted by themselves. */
        boolean isOwn() {
            boolean named = by instanceof Counter.Occurrences occurrences
                    && !occurrences.pattern().names().isEmpty();
            return named || !path.names().isEmpty();
        }
    }

    /** How to count in an answer. */
    sealed interface Counter {
        /** A number, or the size of an array or object, in a JSON document. */
        record Pointer(JsonPointer pointer) implements Counter {}

        /** How often a regular expression occurs, whose placeholders stand for their text. */
        record Occurrences(Template pattern) implements Counter {}
    }

    /**
     * Which statuses mean what.
     *
     * @param success empty for all of 2xx
     * @param conflict the first request is still running: come again
     * @param mismatch the key was used with another payload
     */
    record Answers(Set<Integer> success, Set<Integer> conflict, Set<Integer> mismatch) {
        boolean isSuccess(int status) {
            return success.isEmpty() ? status >= 200 && status < 300 : success.contains(status);
        }
    }

    /**
     * How much is sent.
     *
     * @param parallel duplicates at once
     * @param stormKeys different keys in the storm
     * @param stormAttempts requests for each of them, before the last
     */
    record Load(int parallel, int stormKeys, int stormAttempts) {}

    /** Method and path, as reports name the endpoint. */
    String name() {
        return request.method() + " " + request.path().text().replaceAll("\\?.*", "");
    }

    /** Whether a request can be sent without its key. */
    boolean canGoWithoutKey() {
        return key.header().isPresent();
    }

    static List<String> methods() {
        return List.of("POST", "PUT", "PATCH", "DELETE");
    }
}
