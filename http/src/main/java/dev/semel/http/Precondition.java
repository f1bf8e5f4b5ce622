/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Which version of a resource a request is meant for: its fields {@code If-Match} and {@code If-None-Match} (RFC 9110,
 * section 13). A change that depends on the version that its author has seen cannot overwrite one that they have not.
 *
 * <p>It is to be checked behind the idempotency layer and after authorization and existence, just before the change, and
 * once more by the write itself, because another request may come in between:
 *
 * <pre>
 * for (;;) {
 *     var payment = find(shop, id);
 *     expected.check(payment.tag());
 *     if (payments.update(id, payment.version(), patch.applyTo(payment))) { // … where id = ? and version = ?
 *         return find(shop, id);
 *     }
 * }
 * </pre>
 *
 * <p>{@code If-Unmodified-Since} is not read: a date has seconds, in which updates are lost, and RFC 9110 has it ignored
 * where a resource has no modification date. Immutable; safe for use by many threads.
 */
public final class Precondition {
    private static final String IF_MATCH = "If-Match";
    private static final String IF_NONE_MATCH = "If-None-Match";
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private final EntityTags ifMatch;
    private final EntityTags ifNoneMatch;

    private Precondition(EntityTags ifMatch, EntityTags ifNoneMatch) {
        this.ifMatch = ifMatch;
        this.ifNoneMatch = ifNoneMatch;
    }

    /**
     * Reads the fields of a request.
     *
     * @param lines the raw lines of a field by its name, one element a line; empty if it was not sent
     * @return the precondition; empty if the request has none
     * @throws InvalidPreconditionException if a field is malformed; never the same as absent, since the client believes
     *     itself protected
     */
    public static Optional<Precondition> read(Function<String, List<String>> lines) {
        EntityTags ifMatch = EntityTags.read(IF_MATCH, lines.apply(IF_MATCH));
        EntityTags ifNoneMatch = EntityTags.read(IF_NONE_MATCH, lines.apply(IF_NONE_MATCH));
        boolean none = ifMatch instanceof EntityTags.Absent && ifNoneMatch instanceof EntityTags.Absent;
        return none ? Optional.empty() : Optional.of(new Precondition(ifMatch, ifNoneMatch));
    }

    /**
     * That of a request with {@code If-Match} and one tag, for calls that do not come over HTTP, and for tests.
     *
     * @param expected the version
     * @return the precondition
     */
    public static Precondition matching(EntityTag expected) {
        return new Precondition(new EntityTags.Listed(List.of(expected)), new EntityTags.Absent());
    }

    /**
     * Whether it says what must be there: {@code If-Match}, or {@code If-None-Match: *} for nothing. Only such a
     * precondition keeps a change from overwriting an unseen one; {@code If-None-Match} with tags names what must
     * <em>not</em> be there, and all else would be overwritten.
     *
     * @return false if it cannot prevent a lost update
     */
    public boolean namesExpectedState() {
        return !(ifMatch instanceof EntityTags.Absent) || ifNoneMatch instanceof EntityTags.Any;
    }

    /**
     * Evaluates the fields in the order of RFC 9110, section 13.2.2: {@code If-Match} by the strong comparison, then
     * {@code If-None-Match} by the weak one.
     *
     * @param method the request's
     * @param current the tag of the resource as it is; empty if there is none
     * @return what the request is to be answered with
     */
    public PreconditionResult evaluate(String method, Optional<EntityTag> current) {
        boolean matches = ifMatch instanceof EntityTags.Absent || ifMatch.include(current, EntityTag::matchesStrongly);
        if (!matches) {
            return new PreconditionResult.Failed(current);
        }
        if (!ifNoneMatch.include(current, EntityTag::matchesWeakly)) {
            return new PreconditionResult.Holds();
        }
        return READING.contains(method)
                ? new PreconditionResult.NotModified(current.orElseThrow())
                : new PreconditionResult.Failed(current);
    }

    /**
     * Goes on only if a change may be made to the resource as it is.
     *
     * @param current its tag; one that is weak never matches {@code If-Match}, except for {@code *}
     * @throws PreconditionFailedException if the request is meant for another version
     */
    public void check(EntityTag current) {
        check(Optional.of(current));
    }

    /**
     * Goes on only if the request may make the resource, of which there is none.
     *
     * @throws PreconditionFailedException if the request is meant for one that is there
     */
    public void checkAbsent() {
        check(Optional.empty());
    }

    private void check(Optional<EntityTag> current) {
        // any method that changes something: then all but "holds" is a failure
        if (!(evaluate("PUT", current) instanceof PreconditionResult.Holds)) {
            throw new PreconditionFailedException(current);
        }
    }
}
