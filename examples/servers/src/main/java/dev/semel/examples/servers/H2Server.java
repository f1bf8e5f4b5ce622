/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.servers;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;
import org.h2.tools.Server;

/**
 * An H2 within this JVM, which other processes of this machine reach too. Closing it ends it, and what is in memory is
 * gone; it may be closed twice.
 */
public final class H2Server implements AutoCloseable {
    private static final String LOGIN = ";USER=semel;PASSWORD=semel";

    private final Connection holder;
    private final Server server;
    private final String url;

    private H2Server(Connection holder, Server server, String database) {
        this.holder = holder;
        this.server = server;
        this.url = "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + database + LOGIN;
    }

    /**
     * Starts one that keeps everything in memory.
     *
     * @return the running server
     * @throws ServerException if it does not start
     */
    public static H2Server inMemory() {
        return start("mem:" + UUID.randomUUID());
    }

    /**
     * Starts one that keeps its data in a file, and writes each commit there without delay.
     *
     * @param folder of the file, which is made if need be
     * @return the running server
     * @throws ServerException if it does not start, or another process has the file open
     */
    public static H2Server inFile(Path folder) {
        return start(
                // A JVM that ends would close it beside those who still use it; whoever started it does so after them.
                "file:" + ServerFolder.kept(folder).path().resolve("semel") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    /** The database is made here, so that the server need not let everybody make one. */
    private static H2Server start(String database) {
        // It listens everywhere otherwise, though it refuses strangers.
        System.setProperty("h2.bindAddress", "127.0.0.1");
        Connection holder = null;
        try {
            holder = DriverManager.getConnection("jdbc:h2:" + database + LOGIN);
            return new H2Server(
                    holder, Server.createTcpServer("-tcpPort", "0", "-ifExists").start(), database);
        } catch (SQLException e) {
            if (holder != null) {
                closeAfter(e, holder);
            }
            throw new ServerException("H2 did not start: " + firstLine(e), e);
        }
    }

    private static void closeAfter(SQLException failure, Connection holder) {
        try {
            holder.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    /**
     * For clients.
     *
     * @return the JDBC URL, with user and password
     */
    public String url() {
        return url;
    }

    /** Ends it in order. */
    @Override
    public void close() {
        server.stop();
        try {
            holder.close();
        } catch (SQLException e) {
            throw new ServerException("H2 does not stop: " + firstLine(e), e);
        }
    }
}
