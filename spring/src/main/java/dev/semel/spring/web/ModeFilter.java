/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.Execution;
import dev.semel.IdempotentExecutor;
import dev.semel.Mode;
import dev.semel.http.HttpOperation;
import dev.semel.servlet.OperationResolver;
import dev.semel.servlet.SemelFilter;
import dev.semel.spring.CurrentExecution;
import dev.semel.spring.ModeExecutors;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * One filter for operations of both modes: sends each guarded request through the {@link SemelFilter} of its mode's
 * executor, and shows the running attempt to the code below as {@link CurrentExecution}. Map it as {@link SemelFilter} is
 * to be mapped. Safe for use by many threads.
 */
public final class ModeFilter implements Filter {
    private static final String OPERATION = ModeFilter.class.getName() + ".operation";

    private final Map<Mode, SemelFilter> filters = new EnumMap<>(Mode.class);
    private final SemelFilter any;
    private final OperationResolver operations;

    /**
     * Makes the filters.
     *
     * @param executors one for each mode
     * @param operations which requests are guarded; only in modes for which there is an executor
     * @param settings sets the scopes, and what else is wanted, of each filter
     */
    public ModeFilter(
            ModeExecutors executors, OperationResolver operations, UnaryOperator<SemelFilter.Builder> settings) {
        this.operations = Objects.requireNonNull(operations, "operations");
        for (Map.Entry<Mode, IdempotentExecutor> each : executors.byMode().entrySet()) {
            SemelFilter.Builder builder = SemelFilter.builder(each.getValue(), ModeFilter::resolved);
            filters.put(each.getKey(), settings.apply(builder).build());
        }
        this.any = filters.values().iterator().next();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        SemelFilter filter = any;
        if (request instanceof HttpServletRequest http && http.getDispatcherType() == DispatcherType.REQUEST) {
            Optional<HttpOperation> operation = operations.resolve(http);
            if (operation.isPresent()) {
                http.setAttribute(OPERATION, operation.get());
                filter = Objects.requireNonNull(filters.get(operation.get().mode()), "No store for the mode.");
            }
        }
        filter.doFilter(request, response, (inner, answer) -> within(inner, answer, chain));
    }

    private static Optional<HttpOperation> resolved(HttpServletRequest request) {
        return Optional.ofNullable((HttpOperation) request.getAttribute(OPERATION));
    }

    private static void within(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request.getAttribute(SemelFilter.EXECUTION_ATTRIBUTE) instanceof Execution execution)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            CurrentExecution.<Boolean, Exception>within(execution, ignored -> {
                chain.doFilter(request, response);
                Object answeredFor = request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE);
                if (answeredFor != null) {
                    request.setAttribute(SemelFilter.FAILURE_ATTRIBUTE, answeredFor);
                }
                return true;
            });
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
