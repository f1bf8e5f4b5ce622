/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.spring.boot.desk.DeskApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The desk on a server with a port of its own, with a store in memory and keys that all callers share. */
final class RunningDesk {
    private RunningDesk() {}

    static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(DeskApplication.class)
                .properties(
                        "server.port=0",
                        "spring.main.banner-mode=off",
                        "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                        "semel.default.store=memory",
                        "semel.http.public-scope=everybody")
                .properties(properties)
                .run();
    }

    static int port(ConfigurableApplicationContext desk) {
        return desk.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}
