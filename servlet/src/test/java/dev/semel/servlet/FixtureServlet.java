/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Supplier;

/** Runs the service of the present test in a server that outlives it. */
final class FixtureServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private static final String SERVICE = "test.service";

    private final transient Supplier<Service> service;

    FixtureServlet(Supplier<Service> service) {
        this.service = service;
    }

    /** The service that was there when the request came: one that outlives its test is not counted in the next. */
    private static Service serving(ServletRequest request, Supplier<Service> present) {
        if (!(request.getAttribute(SERVICE) instanceof Service)) {
            request.setAttribute(SERVICE, present.get());
        }
        return (Service) request.getAttribute(SERVICE);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        try {
            serving(request, service).handle(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /** Authentication and authorization, which stand before the layer. */
    record Security(Supplier<Service> service) implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            HttpServletRequest http = (HttpServletRequest) request;
            String readBefore = Objects.requireNonNullElse(http.getHeader("X-Read-Before"), "");
            if (readBefore.equals("parameters")) {
                http.getParameterMap();
            } else if (readBefore.equals("bytes")) {
                http.getInputStream().readAllBytes();
            } else if (readBefore.equals("reader")) {
                http.getReader().readLine();
            }
            String principal = Service.principal(http).orElse("");
            if (http.getRequestURI().startsWith("/private") && principal.isEmpty()) {
                ((HttpServletResponse) response).sendError(401);
            } else if (serving(http, service).revoked.contains(principal)) {
                ((HttpServletResponse) response).sendError(403);
            } else {
                ((HttpServletResponse) response).setHeader("X-Request-Id", "outer");
                ((HttpServletResponse) response).addHeader("Vary", "Origin");
                boolean fail = http.getHeader("X-Attributes-Fail") != null;
                chain.doFilter(fail ? new WithoutAttributes(http) : http, response);
            }
        }
    }

    /** A request with a listener that throws when the layer sets an attribute. */
    private static final class WithoutAttributes extends HttpServletRequestWrapper {
        WithoutAttributes(HttpServletRequest request) {
            super(request);
        }

        @Override
        public void setAttribute(String name, Object value) {
            if (name.startsWith("dev.semel")) {
                throw new IllegalStateException("a listener is broken");
            }
            super.setAttribute(name, value);
        }
    }

    /** The layer, as the present test configures it. */
    record Layer(Supplier<Service> service, int node) implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String path = ((HttpServletRequest) request).getRequestURI();
            if (path.startsWith(Server.NO_ASYNC) || path.startsWith(Server.NO_DISPATCHES)) {
                chain.doFilter(request, response);
            } else {
                serving(request, service).filter(node).doFilter(request, response, chain);
            }
        }
    }

    /** The layer where its mapping lacks something. */
    record BadlyMappedLayer(Supplier<Service> service) implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            serving(request, service).filter(0).doFilter(request, response, chain);
        }
    }
}
