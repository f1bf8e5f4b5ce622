/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.databind.DatabindException;

/** Answers every failure with problem details (RFC 9457). */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    @ExceptionHandler
    ProblemDetail notFound(PaymentNotFoundException e) {
        return problem(HttpStatus.NOT_FOUND, "No such payment", e);
    }

    @ExceptionHandler
    ProblemDetail tooLarge(RefundTooLargeException e) {
        return problem(HttpStatus.UNPROCESSABLE_CONTENT, "Refund too large", e);
    }

    @ExceptionHandler
    ProblemDetail invalidChange(InvalidChangeException e) {
        var problem = problem(HttpStatus.UNPROCESSABLE_CONTENT, "Invalid change", e);
        problem.setProperty("field", e.field());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail declined(CardDeclinedException e) {
        return problem(HttpStatus.PAYMENT_REQUIRED, "Payment declined", e);
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(ProviderException.Unavailable e) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(problem(HttpStatus.SERVICE_UNAVAILABLE, "Card provider unavailable", e));
    }

    @ExceptionHandler
    ProblemDetail unknown(ProviderException.OutcomeUnknown e) {
        return problem(HttpStatus.BAD_GATEWAY, "Outcome unknown", e);
    }

    @ExceptionHandler
    ProblemDetail otherOrder(ProviderException.OtherOrder e) {
        return problem(HttpStatus.CONFLICT, "Key of another request", e);
    }

    @ExceptionHandler
    ProblemDetail refused(ProviderException.Refused e) {
        return problem(HttpStatus.BAD_GATEWAY, "Card provider refused", e);
    }

    /** The table or its server failed. What the provider did before that stands. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> databaseFailed(Exception e, HttpMethod method) {
        logger.warn("The database failed: " + NestedExceptionUtils.getMostSpecificCause(e));
        logger.debug("The database failed", e);
        var problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                method.equals(HttpMethod.GET)
                        ? "the database failed; try again"
                        : "the database failed, so the outcome is unknown; retry with the same Idempotency-Key");
        problem.setTitle("Database unavailable");
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(problem);
    }

    /** A form that cannot be taken apart; this service has no use for one anyhow. */
    @ExceptionHandler
    ProblemDetail malformedForm(MultipartException e) {
        var problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, "the multipart form is malformed");
        problem.setTitle("Invalid request");
        return problem;
    }

    /** The body is no JSON, or a field of it does not fit; the answer names the field. */
    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        var problem = ProblemDetail.forStatus(HttpStatus.BAD_REQUEST);
        var field = field(e);
        problem.setTitle("Invalid request");
        problem.setDetail("the body is not the JSON object expected");
        if (field != null) {
            problem.setProperty("field", field.name());
            problem.setDetail(field.message());
        }
        return handleExceptionInternal(e, problem, headers, HttpStatus.BAD_REQUEST, request);
    }

    private static ProblemDetail problem(HttpStatus status, String title, Exception e) {
        var problem = ProblemDetail.forStatusAndDetail(status, e.getMessage());
        problem.setTitle(title);
        return problem;
    }

    private static @Nullable Field field(Throwable failure) {
        var causes = Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .toList();
        for (var cause : causes) {
            if (cause instanceof InvalidFieldException invalid) {
                return new Field(invalid.field(), invalid.rule());
            }
        }
        for (var cause : causes) {
            if (cause instanceof DatabindException mapping && !mapping.getPath().isEmpty()) {
                var name = mapping.getPath().get(0).getPropertyName();
                return new Field(name, name + " is missing or of the wrong type");
            }
        }
        return null;
    }

    private record Field(String name, String message) {}
}
