/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.shop;

import dev.semel.spring.CurrentExecution;
import dev.semel.spring.Idempotent;
import java.net.URI;
import java.security.Principal;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** One route for each way in which a handler can end. */
@RestController
public class PaymentController {
    private final AtomicInteger runs = new AtomicInteger();
    private final PaymentService payments;
    private final Turnstile turnstile;

    PaymentController(PaymentService payments, Turnstile turnstile) {
        this.payments = payments;
        this.turnstile = turnstile;
    }

    /** A request. */
    record NewPayment(String note, long amount) {}

    /** An answer, and the key that went downstream. */
    record Payment(String id, String note, long amount, String downstreamKey) {}

    /** How often a handler ran. */
    public int runs() {
        return runs.get();
    }

    @Idempotent
    @PostMapping("/payments")
    ResponseEntity<Payment> pay(Principal shop, @RequestBody NewPayment wanted) {
        runs.incrementAndGet();
        return created(payments.pay(shop.getName(), wanted.note()), wanted);
    }

    @Idempotent
    @PostMapping("/payments/{way}/ways")
    ResponseEntity<Payment> payOneWay(Principal shop, @PathVariable String way, @RequestBody NewPayment wanted) {
        runs.incrementAndGet();
        String note = wanted.note();
        String id =
                switch (way) {
                    case "throws" -> payments.payAndThrow(shop.getName(), note);
                    case "declined" -> payments.payAndDecline(shop.getName(), note);
                    case "nested" -> payments.payAfterSavepoint(shop.getName(), note);
                    case "requires-new" -> payments.payWithAudit(shop.getName(), note);
                    case "read-only" -> payments.payFromReadOnly(shop.getName(), note);
                    case "killed" -> payments.payAndLoseTheServer(shop.getName(), note);
                    case "inner" -> payments.payInner(shop.getName(), note);
                    default -> throw new IllegalArgumentException(way);
                };
        return created(id, wanted);
    }

    @Idempotent
    @PostMapping("/slow")
    ResponseEntity<Payment> paySlowly(Principal shop, @RequestBody NewPayment wanted) {
        runs.incrementAndGet();
        turnstile.pass();
        return created(payments.pay(shop.getName(), wanted.note()), wanted);
    }

    @Idempotent(keyRequirement = "optional")
    @PostMapping("/later")
    Callable<ResponseEntity<Payment>> payLater(Principal shop, @RequestBody NewPayment wanted) {
        return () -> {
            runs.incrementAndGet();
            return created(payments.pay(shop.getName(), wanted.note()), wanted);
        };
    }

    @Idempotent(
            storeStatuses = 503,
            releaseStatuses = 404,
            storeExceptions = IllegalStateException.class,
            releaseExceptions = DeclinedException.class)
    @PostMapping("/declared/{way}")
    ResponseEntity<String> payAsDeclared(Principal shop, @PathVariable String way, @RequestBody NewPayment wanted) {
        runs.incrementAndGet();
        String note = wanted.note();
        return switch (way) {
            case "declined" -> ResponseEntity.ok(payments.payAndDecline(shop.getName(), note));
            case "throws" -> ResponseEntity.ok(payments.payAndThrow(shop.getName(), note));
            default ->
                ResponseEntity.status(Integer.parseInt(way))
                        .body(UUID.randomUUID().toString());
        };
    }

    @Idempotent(currentState = "currentPayments")
    @PostMapping("/current")
    ResponseEntity<Payment> payAndShowTheState(Principal shop, @RequestBody NewPayment wanted) {
        runs.incrementAndGet();
        return created(payments.pay(shop.getName(), wanted.note()), wanted);
    }

    @PostMapping("/unguarded")
    ResponseEntity<Payment> unguarded(Principal shop, @RequestBody NewPayment wanted) {
        runs.incrementAndGet();
        return created(payments.pay(shop.getName(), wanted.note()), wanted);
    }

    @Idempotent
    @PostMapping("/open/payments")
    String open(@RequestBody NewPayment wanted) {
        runs.incrementAndGet();
        return payments.pay("nobody", wanted.note());
    }

    private static ResponseEntity<Payment> created(String id, NewPayment wanted) {
        String downstream = CurrentExecution.find()
                .map(each -> each.downstreamKey("charge"))
                .orElse("none");
        return ResponseEntity.created(URI.create("/payments/" + id))
                .body(new Payment(id, wanted.note(), wanted.amount(), downstream));
    }

    /** Answers for what the service throws. */
    @RestControllerAdvice
    static class Advice {
        @ExceptionHandler
        ProblemDetail declined(DeclinedException e) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.PAYMENT_REQUIRED, e.getMessage());
        }
    }
}
