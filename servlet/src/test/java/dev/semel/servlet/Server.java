/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.MultipartConfigElement;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.ServerConnector;

/** The servers that the filter is tested on: two nodes of each, started once and used by all tests. */
enum Server {
    TOMCAT {
        @Override
        int start(Supplier<Service> service, int node) throws Exception {
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(Files.createTempDirectory("semel-tomcat").toString());
            Connector connector = new Connector();
            connector.setPort(0);
            connector.setProperty("continueResponseTiming", "onRead");
            tomcat.setConnector(connector);
            Context context = tomcat.addContext("", new File(".").getAbsolutePath());
            Wrapper servlet = Tomcat.addServlet(context, "fixture", new FixtureServlet(service));
            servlet.setAsyncSupported(true);
            context.addServletMappingDecoded("/*", "fixture");
            Wrapper parts = Tomcat.addServlet(context, "parts", new FixtureServlet(service));
            parts.setMultipartConfigElement(PARTS);
            context.addServletMappingDecoded("/parts/*", "parts");
            filter(context, "security", new FixtureServlet.Security(service));
            filter(context, "semel", new FixtureServlet.Layer(service, node));
            tomcat.start();
            return connector.getLocalPort();
        }

        private void filter(Context context, String name, jakarta.servlet.Filter filter) {
            FilterDef definition = new FilterDef();
            definition.setFilterName(name);
            definition.setFilter(filter);
            definition.setAsyncSupported("true");
            context.addFilterDef(definition);
            FilterMap map = new FilterMap();
            map.setFilterName(name);
            map.addURLPattern("/*");
            DISPATCHES.forEach(dispatch -> map.setDispatcher(dispatch.name()));
            context.addFilterMap(map);
        }
    },

    JETTY {
        @Override
        int start(Supplier<Service> service, int node) throws Exception {
            org.eclipse.jetty.server.Server jetty = new org.eclipse.jetty.server.Server();
            ServerConnector connector = new ServerConnector(jetty);
            jetty.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler();
            ServletHolder servlet = new ServletHolder(new FixtureServlet(service));
            servlet.setAsyncSupported(true);
            context.addServlet(servlet, "/*");
            ServletHolder parts = new ServletHolder(new FixtureServlet(service));
            parts.getRegistration().setMultipartConfig(PARTS);
            context.addServlet(parts, "/parts/*");
            filter(context, new FixtureServlet.Security(service));
            filter(context, new FixtureServlet.Layer(service, node));
            jetty.setHandler(context);
            jetty.start();
            return connector.getLocalPort();
        }

        private void filter(ServletContextHandler context, jakarta.servlet.Filter filter) {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", DISPATCHES);
        }
    };

    static final int LARGEST_PART = 100_000;
    private static final MultipartConfigElement PARTS =
            new MultipartConfigElement(System.getProperty("java.io.tmpdir"), LARGEST_PART, 1_000_000, 1000);
    private static final EnumSet<DispatcherType> DISPATCHES = EnumSet.allOf(DispatcherType.class);
    private static final Map<Server, int[]> PORTS = new EnumMap<>(Server.class);
    private static final Map<Server, AtomicReference<Service>> CURRENT = new EnumMap<>(Server.class);

    abstract int start(Supplier<Service> service, int node) throws Exception;

    /** Starts the nodes if they are not running, and lets them serve this. */
    synchronized int[] serve(Service service) {
        synchronized (PORTS) {
            AtomicReference<Service> current = CURRENT.computeIfAbsent(this, ignored -> new AtomicReference<>());
            current.set(service);
            return PORTS.computeIfAbsent(this, ignored -> startNodes(current::get));
        }
    }

    private int[] startNodes(Supplier<Service> service) {
        try {
            return new int[] {start(service, 0), start(service, 1)};
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
