/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.request.async.WebAsyncTask;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Tells which handlers go on on another thread, where the transaction of the request's thread is not. */
final class ReturnTypes {
    private ReturnTypes() {}

    /** The type that makes the handler asynchronous; empty if it is not. */
    static Optional<String> asynchronous(HandlerMethod handler) {
        MethodParameter returned = handler.getReturnType();
        ResolvableType type = ResolvableType.forMethodParameter(returned);
        if (HttpEntity.class.isAssignableFrom(type.toClass())) {
            type = type.as(HttpEntity.class).getGeneric(0);
        }
        Class<?> body = type.toClass();
        if (isAsynchronous(body)) {
            return Optional.of(body.getSimpleName());
        }
        boolean suspends = Arrays.stream(handler.getMethod().getParameterTypes())
                .anyMatch(parameter -> parameter.getName().equals("kotlin.coroutines.Continuation"));
        return suspends ? Optional.of("a suspending function") : Optional.empty();
    }

    private static boolean isAsynchronous(Class<?> type) {
        return Callable.class.isAssignableFrom(type)
                || DeferredResult.class.isAssignableFrom(type)
                || WebAsyncTask.class.isAssignableFrom(type)
                || CompletionStage.class.isAssignableFrom(type)
                || Future.class.isAssignableFrom(type)
                || ResponseBodyEmitter.class.isAssignableFrom(type)
                || StreamingResponseBody.class.isAssignableFrom(type)
                || Flow.Publisher.class.isAssignableFrom(type)
                || (type != Object.class
                        && ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null);
    }
}
