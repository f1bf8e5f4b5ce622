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
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;

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
            connector.setProperty("compression", "on");
            connector.setProperty("compressionMinSize", "100");
            connector.setProperty("compressibleMimeType", COMPRESSED);
            connector.addUpgradeProtocol(new Http2Protocol());
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
            badlyMapped(context, "semel-no-dispatches", NO_DISPATCHES, service).setAsyncSupported("true");
            badlyMapped(context, "semel-no-async", NO_ASYNC, service).setAsyncSupported("false");
            tomcat.start();
            return connector.getLocalPort();
        }

        private FilterDef badlyMapped(Context context, String name, String path, Supplier<Service> service) {
            FilterDef definition = new FilterDef();
            definition.setFilterName(name);
            definition.setFilter(new FixtureServlet.BadlyMappedLayer(service));
            context.addFilterDef(definition);
            FilterMap map = new FilterMap();
            map.setFilterName(name);
            map.addURLPattern(path + "/*");
            context.addFilterMap(map);
            return definition;
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
            HttpConfiguration http = new HttpConfiguration();
            ServerConnector connector = new ServerConnector(
                    jetty, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
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
            badlyMapped(context, NO_DISPATCHES, service).setAsyncSupported(true);
            badlyMapped(context, NO_ASYNC, service).setAsyncSupported(false);
            jetty.setHandler(compressing(context));
            jetty.start();
            return connector.getLocalPort();
        }

        @SuppressWarnings({"deprecation", "removal"}) // its successor needs two more jars
        private org.eclipse.jetty.server.Handler compressing(org.eclipse.jetty.server.Handler handler) {
            GzipHandler gzip = new GzipHandler();
            gzip.setMinGzipSize(100);
            gzip.setIncludedMethods("POST");
            gzip.setIncludedPaths("/compressed/*"); // it varies all that it sees
            gzip.setIncludedMimeTypes(COMPRESSED);
            gzip.setHandler(handler);
            return gzip;
        }

        private FilterHolder badlyMapped(ServletContextHandler context, String path, Supplier<Service> service) {
            FilterHolder holder = new FilterHolder(new FixtureServlet.BadlyMappedLayer(service));
            context.addFilter(holder, path + "/*", EnumSet.of(DispatcherType.REQUEST));
            return holder;
        }

        private void filter(ServletContextHandler context, jakarta.servlet.Filter filter) {
            FilterHolder holder = new FilterHolder(filter);
            holder.setAsyncSupported(true);
            context.addFilter(holder, "/*", DISPATCHES);
        }
    };

    static final int LARGEST_PART = 100_000;

    /** Answers of this type are compressed for clients that accept it. */
    static final String COMPRESSED = "text/x-compressed";

    /** Below it the filter is mapped for first requests only. */
    static final String NO_DISPATCHES = "/no-dispatches";

    /** Below it the filter does not support asynchronous work. */
    static final String NO_ASYNC = "/no-async";

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
