/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.contract;

import dev.semel.spring.Idempotent;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import org.springdoc.core.models.GroupedOpenApi;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application; {@code /legacy} is guarded by a property. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(ContractApplication.Payments.class)
public class ContractApplication {
    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(CsrfConfigurer::disable)
                .build();
    }

    @Bean
    GroupedOpenApi pay() {
        return GroupedOpenApi.builder()
                .group("pay")
                .pathsToMatch("/payments/**")
                .build();
    }

    /** Routes of each kind. */
    @RestController
    static class Payments {
        @Idempotent
        @PostMapping("/payments")
        String pay(@RequestBody String payment) {
            return payment;
        }

        @GetMapping("/payments")
        String list() {
            return "none";
        }

        @PostMapping("/free")
        String free() {
            return "free";
        }

        @Idempotent(keyRequirement = "optional", retention = "PT1H", operation = "notes")
        @PostMapping("/notes")
        String note() {
            return "noted";
        }

        @Idempotent
        @RequestMapping("/any")
        String any() {
            return "any";
        }

        @Idempotent
        @PostMapping("/orders/{id:[0-9]{3}}/items")
        String item(@PathVariable String id) {
            return id;
        }

        @PostMapping("/legacy/{id}")
        String legacy(@PathVariable String id) {
            return id;
        }

        @Idempotent
        @PostMapping("/written")
        @ApiResponse(responseCode = "200", description = "Written")
        @ApiResponse(
                responseCode = "409",
                description = "Taken by somebody else",
                content = @Content(mediaType = "text/plain", schema = @Schema(type = "string")))
        String written(
                @Parameter(description = "Mine", schema = @Schema(maxLength = 7))
                        @RequestHeader(name = "idempotency-key", required = false)
                        String key) {
            return key;
        }

        @Idempotent
        @PostMapping(path = "/shared", consumes = "application/json")
        String sharedJson(@RequestBody String body) {
            return body;
        }

        @PostMapping(path = "/shared", consumes = "text/plain")
        String sharedText(@RequestBody String body) {
            return body;
        }
    }
}
