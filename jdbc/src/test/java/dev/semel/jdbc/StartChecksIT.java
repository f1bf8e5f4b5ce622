/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spi.DurabilityClass;
import dev.semel.spi.StoreException;
import dev.semel.testkit.ConcurrencyProbe;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartChecksIT {
    private final DataSource dataSource = TestServer.dataSource();
    private final String schema =
            "s_" + UUID.randomUUID().toString().replace('-', '_').toLowerCase(Locale.ROOT);
    private final JdbcOptions options = JdbcOptions.DEFAULTS.withSchema(schema);

    @Test
    void saysWhatTheServerIs() {
        var capabilities = JdbcIdempotencyStore.open(dataSource).capabilities();

        assertThat(capabilities.name()).startsWith("PostgreSQL 1");
        assertThat(capabilities.shared()).isTrue();
        assertThat(capabilities.storeClock()).isTrue();
        assertThat(capabilities.durability()).isEqualTo(DurabilityClass.B);
    }

    @ParameterizedTest
    @ValueSource(strings = {"on:B", "off:B", "local:B", "remote_write:B", "remote_apply:B"})
    void judgesTheServerAsTheStoreCommits(String settingAndClass) {
        String[] parts = settingAndClass.split(":", -1);
        DataSource weak = TestServer.dataSourceAt(TestServer.port(), "options=-c%20synchronous_commit=" + parts[0]);

        assertThat(JdbcIdempotencyStore.open(weak).capabilities().durability())
                .isEqualTo(DurabilityClass.valueOf(parts[1]));
    }

    @Test
    void refusesAMissingSchema() {
        assertRefused(dataSource, options, "V1__semel.sql", "semel.jdbc.initialize-schema=true", schema);
    }

    @Test
    void initializesOnceHoweverManyNodesStart() {
        List<Integer> versions = ConcurrencyProbe.race(4, node -> {
            JdbcIdempotencyStore.open(dataSource, options.withInitializeSchema(true));
            return (int) TestServer.number(dataSource, "select count(*) from " + schema + ".semel_schema");
        });

        assertThat(versions).containsOnly(1);
        assertThat(TestServer.text(
                        dataSource,
                        "select (attcompression = 'l') = (select 'lz4' = any (enumvals) from pg_settings where name ="
                                + " 'default_toast_compression') from pg_attribute where attname = 'result' and"
                                + " attrelid = '" + schema + ".semel_record'::regclass"))
                .as("lz4 exactly where the server has it")
                .isEqualTo("t");
        assertThat(TestServer.number(
                        dataSource,
                        "select seqcache from pg_sequence where seqrelid = '" + schema + ".semel_fence'::regclass"))
                .isEqualTo(1);
    }

    @Test
    void refusesAVersionThatItDoesNotKnow() {
        JdbcSchema.initialize(dataSource, options);
        TestServer.execute(dataSource, "insert into " + schema + ".semel_schema (version) values (2)");

        assertRefused(dataSource, options, "version 2", "Upgrade this node");
        TestServer.execute(dataSource, "update " + schema + ".semel_schema set version = 0 where version = 1");
        TestServer.execute(dataSource, "delete from " + schema + ".semel_schema where version = 2");
        assertRefused(dataSource, options, "version 0", "Run the scripts");
    }

    @Test
    void worksOnTablesThatAnotherRoleOwns() {
        JdbcSchema.initialize(dataSource, options);
        TestServer.execute(
                dataSource,
                """
                do $$ begin create role semel_app login; exception when duplicate_object then null; end $$;
                grant usage on schema %1$s to semel_app;
                grant select, insert, update, delete on all tables in schema %1$s to semel_app;
                grant usage on all sequences in schema %1$s to semel_app"""
                        .formatted(schema));
        DataSource app = TestServer.dataSource(TestServer.url().replaceAll("user=[^&]*", "user=semel_app"));
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(app, options);

        var lease = Requests.lease(store.claim(Requests.of(Requests.cell())));
        store.complete(lease, Requests.result("done"));
        assertThat(store.purge(10)).isZero();
        assertThat(TestServer.text(dataSource, "select name from " + schema + ".semel_operation"))
                .isEqualTo("POST /tests");
    }

    @Test
    void refusesReadOnlySessions() {
        DataSource readOnly =
                TestServer.dataSourceAt(TestServer.port(), "options=-c%20default_transaction_read_only=on");

        assertRefused(readOnly, JdbcOptions.DEFAULTS, "read-only", "default_transaction_read_only");
    }

    @Test
    void refusesAServerThatDoesNotFlush() throws IOException {
        try (EmbeddedPostgres careless = TestServer.durable(EmbeddedPostgres.builder())
                .setServerConfig("fsync", "off")
                .start()) {
            DataSource there = TestServer.dataSource(careless.getJdbcUrl("postgres", "postgres"));
            JdbcOptions initializing = JdbcOptions.DEFAULTS.withInitializeSchema(true);

            assertRefused(there, initializing, "fsync=off", "Set fsync=on");
            JdbcIdempotencyStore store =
                    JdbcIdempotencyStore.open(there, initializing.withPermitFsyncOffAndLoseRecords(true));
            assertThat(store.capabilities().durability()).isEqualTo(DurabilityClass.D);
        }
    }

    @Test
    void refusesAnotherDatabaseProduct() {
        DataSource derby = Products.called("Apache Derby", "10.17");

        assertRefused(derby, JdbcOptions.DEFAULTS, "Apache Derby", "supported are: PostgreSQL, MariaDB, H2.");
    }

    /** A function before the server's own, as others would answer. */
    @Test
    void refusesServersThatOnlySpeakLikePostgres() {
        TestServer.execute(
                dataSource,
                "create schema lookalike; create function lookalike.version() returns text language sql"
                        + " as $$ select 'PostgreSQL 15.2-YB-2025.1.0.0-b0 on x86_64' $$");
        DataSource yugabyte =
                TestServer.dataSourceAt(TestServer.port(), "options=-c%20search_path=lookalike,pg_catalog,public");

        assertRefused(yugabyte, JdbcOptions.DEFAULTS, "15.2-YB-2025.1", "supported are: PostgreSQL, MariaDB, H2.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.3.232", "1.4.200", "2", "next"})
    void refusesAnOldH2(String version) {
        assertThatThrownBy(() -> H2Dialect.requireVersion(version))
                .isInstanceOf(StoreException.class)
                .hasMessageContainingAll(version, "2.4 or newer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.4.240", "2.10.1", "3.0"})
    void takesAnH2FromThenOn(String version) {
        assertThatCode(() -> H2Dialect.requireVersion(version)).doesNotThrowAnyException();
    }

    @Test
    void refusesMySqlAndSaysWhy() {
        DataSource mySql = Products.called("MySQL", "8.4.6");

        assertRefused(
                mySql, JdbcOptions.DEFAULTS, "MySQL 8.4.6", "sequences", "supported are: PostgreSQL, MariaDB, H2.");
    }

    @Test
    void refusesAServerThatIsNotThere() {
        DataSource nowhere = ConnectionsOf.url("jdbc:postgresql://localhost:1/postgres?user=postgres");

        assertRefused(nowhere, JdbcOptions.DEFAULTS, "No database connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\"b", "a;drop table x", "1a", "é", "a.b", " ", "a'b", "a\0b", "$user"})
    void refusesHostileSchemaNames(String name) {
        assertThatThrownBy(() -> JdbcOptions.DEFAULTS.withSchema(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(name.isBlank() ? "\0" : name);
        assertThatThrownBy(() -> JdbcOptions.DEFAULTS.withSchema("a".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Select", "user", "Order_By", "_"})
    void quotesSchemaNamesThatMeanSomething(String name) {
        JdbcOptions odd = JdbcOptions.DEFAULTS.withSchema(name).withInitializeSchema(true);
        JdbcIdempotencyStore store = JdbcIdempotencyStore.open(dataSource, odd);

        assertThat(store.complete(Requests.lease(store.claim(Requests.of(Requests.cell()))), Requests.result("done")))
                .isNotNull();
        JdbcJoinedIdempotencyStore joined = JdbcJoinedIdempotencyStore.open(new JdbcTransactions(dataSource), odd);
        var transaction = joined.begin();
        Requests.lease(joined.claim(Requests.of(Requests.cell())));
        transaction.commit();
    }

    private static void assertRefused(DataSource dataSource, JdbcOptions options, String... words) {
        assertThatThrownBy(() -> JdbcIdempotencyStore.open(dataSource, options))
                .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.certainty())
                        .isEqualTo(StoreException.Certainty.NOT_APPLIED))
                .hasMessageContainingAll(words);
    }
}
