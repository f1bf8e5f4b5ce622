/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which header lines of a response are recorded. By default all that the handler set, except those that belong to the
 * one exchange: hop-by-hop fields, challenges, cookies, cross-origin answers, tracing, rate limits. Immutable; safe for
 * use by many threads.
 */
public final class HeaderRules {
    /** Framing, connection and credentials of one exchange; no configuration stores them. */
    private static final Set<String> NEVER = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "proxy-authenticate",
            "proxy-authentication-info",
            "www-authenticate",
            "authentication-info",
            "authorization",
            "proxy-authorization",
            "date",
            "content-length",
            "server");

    private static final Set<String> DROPPED = Set.of(
            "set-cookie",
            "set-cookie2",
            "clear-site-data",
            "x-csrf-token",
            "x-csrftoken",
            "x-xsrf-token",
            "x-request-id",
            "x-correlation-id",
            "traceparent",
            "tracestate",
            "b3",
            "server-timing",
            "retry-after",
            "via",
            "age",
            "alt-svc",
            "strict-transport-security");

    private static final List<String> DROPPED_PREFIXES =
            List.of("ratelimit", "x-ratelimit-", "access-control-", "x-b3-");

    private static final HeaderRules STANDARD = new HeaderRules(Set.of(), Set.of(), Set.of());

    /** Empty means all. */
    private final Set<String> only;

    private final Set<String> added;
    private final Set<String> removed;

    private HeaderRules(Set<String> only, Set<String> added, Set<String> removed) {
        this.only = only;
        this.added = added;
        this.removed = removed;
    }

    /**
     * All that the handler set, except what belongs to the one exchange.
     *
     * @return the default rules
     */
    public static HeaderRules standard() {
        return STANDARD;
    }

    /**
     * Nothing but the named fields, for those who must justify each.
     *
     * @param names field names in any case; not empty
     * @return the rules
     * @throws IllegalArgumentException if a name is missing, or is one that the default rules do not store
     */
    public static HeaderRules only(String... names) {
        Set<String> only = lowerCase(names);
        if (only.isEmpty() || !only.stream().allMatch(STANDARD::stores)) {
            throw new IllegalArgumentException("Name the header fields to store; none of them may be one that belongs"
                    + " to a single exchange. To store such a one all the same, see alsoStoring.");
        }
        return new HeaderRules(only, Set.of(), Set.of());
    }

    /**
     * Stores further fields, for example {@code Set-Cookie}, which the default rules do not: whoever replays then gets
     * the first caller's cookie.
     *
     * @param names field names in any case
     * @return new rules
     * @throws IllegalArgumentException if a name is one of framing or credentials, which are never stored
     */
    public HeaderRules alsoStoring(String... names) {
        Set<String> more = lowerCase(names);
        if (more.stream().anyMatch(NEVER::contains)) {
            throw new IllegalArgumentException("Fields of framing and credentials are never stored: " + NEVER + ".");
        }
        return new HeaderRules(only, union(added, more), removed);
    }

    /**
     * Stores fewer fields.
     *
     * @param names field names in any case
     * @return new rules
     */
    public HeaderRules exceptFor(String... names) {
        return new HeaderRules(only, added, union(removed, lowerCase(names)));
    }

    /**
     * Whether lines of this name are recorded.
     *
     * @param name a field name in any case
     * @return true if they are, apart from what single values say
     */
    public boolean stores(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (NEVER.contains(lower) || removed.contains(lower)) {
            return false;
        }
        if (added.contains(lower)) {
            return true;
        }
        boolean dropped = DROPPED.contains(lower) || DROPPED_PREFIXES.stream().anyMatch(lower::startsWith);
        return !dropped && (only.isEmpty() || only.contains(lower));
    }

    /**
     * Chooses the lines to record, in their order. Fields that {@code Connection} names are not among them, {@code Vary}
     * loses {@code Origin}, and a content security policy with a nonce is left out.
     *
     * @param lines all lines that the handler set
     * @return those to record
     */
    public List<HeaderField> storable(List<HeaderField> lines) {
        Set<String> connection = namedByConnection(lines);
        List<HeaderField> stored = new ArrayList<>();
        for (HeaderField line : lines) {
            if (!stores(line.name()) || connection.contains(line.name().toLowerCase(Locale.ROOT)) || hasNonce(line)) {
                continue;
            }
            HeaderField kept = line.isNamed("Vary") ? withoutOrigin(line) : line;
            if (kept.equals(line) || !kept.value().isEmpty()) {
                stored.add(kept);
            }
        }
        return List.copyOf(stored);
    }

    private static Set<String> namedByConnection(List<HeaderField> lines) {
        return lines.stream()
                .filter(line -> line.isNamed("Connection"))
                .flatMap(line -> Arrays.stream(line.value().split(",", -1)))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private static boolean hasNonce(HeaderField line) {
        return line.name().toLowerCase(Locale.ROOT).startsWith("content-security-policy")
                && line.value().contains("'nonce-");
    }

    private static HeaderField withoutOrigin(HeaderField vary) {
        List<String> members =
                Arrays.stream(vary.value().split(",", -1)).map(String::strip).toList();
        if (members.stream().noneMatch("Origin"::equalsIgnoreCase)) {
            return vary;
        }
        return new HeaderField(
                vary.name(),
                members.stream()
                        .filter(member -> !member.equalsIgnoreCase("Origin"))
                        .collect(Collectors.joining(", ")));
    }

    private static Set<String> lowerCase(String... names) {
        return Arrays.stream(names)
                .map(name -> Objects.requireNonNull(name, "name").toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }

    @Override
    public String toString() {
        return "HeaderRules[only=" + only + ", added=" + added + ", removed=" + removed + "]";
    }
}
