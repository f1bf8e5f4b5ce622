/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method take effect once per key, and gives every repeated call the first answer.
 *
 * <p><b>On a handler method of a controller</b> the key comes from the request's {@code Idempotency-Key} header, or from
 * where {@link #keyFrom} or the configuration says, the payload is the request, and the answer is the HTTP response. {@link #key}, {@link #scope}, {@link #fingerprint} and
 * {@link #codec} stay empty.
 *
 * <p><b>On any other method of a bean</b> the key is an expression over the arguments:
 *
 * <pre>
 * &#64;Idempotent(key = "#order.id", operation = "ship")
 * &#64;Transactional
 * public Parcel ship(Order order) { … }
 * </pre>
 *
 * The call must come from outside of the bean. A repeated call gets the recorded return value, decoded anew each time;
 * an exception of the method reaches the caller as the same object and is not recorded. Otherwise a call ends in an
 * {@link dev.semel.IdempotencyException}. In joined mode the idempotency layer begins the transaction, {@code
 * @Transactional} takes part in it, and every exception rolls it back, a checked one too; called within a transaction,
 * it takes part in that one, whose owner decides.
 *
 * <p>Every text may hold placeholders such as <code>${payments.retention}</code>. What does not fit fails the start.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Idempotent {
    /** For {@link #fingerprint}: another payload under the same key replays the first answer. */
    String NOT_COMPARED = "-";

    /**
     * The key, as a SpEL expression over the arguments ({@code #name}, or {@code #p0}, {@code #p1}, …). It must give text, a
     * number, a UUID, a boolean, an enum constant or a list of such values, and never null.
     *
     * @return required, except on handler methods, where it stays empty
     */
    String key() default "";

    /**
     * The stable name of the operation, part of every record: renaming it forgets the records.
     *
     * @return by default {@code package.Class#method(parameter types)}; on handler methods the HTTP method and the route,
     *     such as {@code POST /payments/{id}/refunds}
     */
    String operation() default "";

    /**
     * Whose key it is, as a SpEL expression that gives what {@link #key} may give.
     *
     * @return by default the {@link CallerScope}'s answer
     */
    String scope() default "";

    /**
     * What must be the same in a repeated call, as a SpEL expression.
     *
     * @return by default all arguments; {@link #NOT_COMPARED} for nothing
     */
    String fingerprint() default "";

    /**
     * The name of a {@link dev.semel.codec.ResultCodec} bean for the return value.
     *
     * @return by default text, bytes and void as they are, and all else as JSON, bound to the declared return type
     */
    String codec() default "";

    /**
     * What commits together: {@code joined} or {@code leased}.
     *
     * @return by default the configured mode
     */
    String mode() default "";

    /**
     * How long the right to run lives without renewal, such as {@code 30s} or {@code PT30S}.
     *
     * @return by default the configured lease
     */
    String lease() default "";

    /**
     * How long the answer is replayed, such as {@code 24h}.
     *
     * @return by default the configured retention
     */
    String retention() default "";

    /**
     * What a duplicate does while the first call runs: {@code reject}, or how long it waits for the answer at most.
     *
     * @return by default as configured
     */
    String waiting() default "";

    /**
     * Where the key stands on this route, each {@code header:NAME}, {@code query:NAME}, {@code form:NAME} or {@code
     * json:/POINTER}, for example {@code json:/idempotency_key}; a request that has it in several must have the same in
     * each. For handler methods only.
     *
     * @return by default the configured places
     */
    String[] keyFrom() default {};

    /**
     * What becomes of a request without a key: {@code required} refuses it, {@code optional} executes it unprotected; and
     * {@code refused}, for an envelope whose parts are retried one by one, refuses one <em>with</em> a key. For handler
     * methods only.
     *
     * @return by default as configured
     */
    String keyRequirement() default "";

    /**
     * Statuses that are final on this route: recorded and replayed. For handler methods only.
     *
     * @return 200 to 599; by default as in {@code dev.semel.http.OutcomeRules}
     */
    int[] storeStatuses() default {};

    /**
     * Statuses that ask for the request to be sent again: the key is released and a retry executes, in joined mode after
     * a rollback. For handler methods only.
     *
     * @return 200 to 599; by default as in {@code dev.semel.http.OutcomeRules}
     */
    int[] releaseStatuses() default {};

    /**
     * Exceptions that are final on this route, with their subtypes: the answer is recorded and replayed, whatever its
     * status. They may reach the filter or be answered by Spring MVC, and may be causes of others. For handler methods
     * only.
     *
     * @return by default none: the status decides, or it is ambiguous
     */
    Class<? extends Throwable>[] storeExceptions() default {};

    /**
     * Exceptions after which the request is to be sent again, otherwise as {@link #storeExceptions}: the key is released
     * and a retry executes, in joined mode after a rollback.
     *
     * @return by default none: the status decides, or it is ambiguous
     */
    Class<? extends Throwable>[] releaseExceptions() default {};

    /**
     * The name of a {@code dev.semel.http.CurrentState} bean, which rebuilds the answers of replays on this route from how
     * things stand now. For handler methods only.
     *
     * @return by default replays get the recorded answer
     */
    String currentState() default "";
}
