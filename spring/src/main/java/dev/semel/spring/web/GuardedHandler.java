/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.IdempotencyPolicy;
import dev.semel.Mode;
import dev.semel.http.HttpOperation;
import dev.semel.http.HttpPolicy;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.Idempotent;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.web.method.HandlerMethod;

/** A handler method with {@link Idempotent}: how each of its routes is guarded. */
record GuardedHandler(
        HandlerMethod handler, Optional<String> name, IdempotencyPolicy guard, HttpPolicy policy, Modes modes) {
    /** Decides the mode of an operation by its name. */
    interface Modes {
        Mode of(String operation);
    }

    static GuardedHandler of(HandlerMethod handler, Idempotent annotation, HttpGuard guard, BeanFactory beans) {
        String owner = owner(handler);
        IdempotencyPolicy read = guard.policies().read(annotation, owner);
        Optional<Mode> explicit = guard.policies().explicitMode(annotation, owner);
        Optional<String> asynchronous = ReturnTypes.asynchronous(handler);
        if (asynchronous.isPresent() && explicit.equals(Optional.of(Mode.JOINED))) {
            throw new IdempotencySetupException(
                    "The handler method " + owner + " asks for joined mode and returns " + asynchronous.get()
                            + ": it goes on on another thread, where the transaction is not.",
                    "Use @Idempotent(mode = \"leased\") and let the work tell of itself by"
                            + " execution.beforeExternalEffect(), or answer synchronously.");
        }
        Mode mode = asynchronous.isPresent() ? Mode.LEASED : read.mode();
        if (!guard.modes().contains(mode)) {
            throw new IdempotencySetupException(
                    "The handler method " + owner + " is in " + mode + " mode, for which there is no store.",
                    "Configure a store for that mode, or choose one of " + guard.modes() + ".");
        }
        Optional<String> name = guard.policies().read("operation", annotation.operation(), owner, Function.identity());
        Modes modes = operation -> guard.policies().modeOf(operation, explicit, mode);
        return new GuardedHandler(handler, name, read.withMode(mode), guard.policyOf(annotation, owner, beans), modes);
    }

    HttpOperation operation(String method, String pattern) {
        String operation = name.orElse(method + " " + pattern);
        return HttpOperation.of(operation, guard.withMode(modes.of(operation)), policy);
    }

    String owner() {
        return owner(handler);
    }

    static String owner(HandlerMethod handler) {
        return handler.getBeanType().getName() + "#" + handler.getMethod().getName();
    }
}
