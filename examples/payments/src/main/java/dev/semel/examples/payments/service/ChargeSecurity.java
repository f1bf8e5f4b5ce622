/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import tools.jackson.databind.json.JsonMapper;

/** Who may call under {@code /v1}: shops by their secret keys, which no browser remembers. */
@Configuration(proxyBeanMethods = false)
class ChargeSecurity {

    private final JsonMapper json;

    ChargeSecurity(JsonMapper json) {
        this.json = json;
    }

    @Bean
    @Order(1)
    SecurityFilterChain charges(HttpSecurity http) {
        return http.securityMatcher(StripeError.PATH + "/**")
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .addFilterBefore(new SecretKeyFilter(), AnonymousAuthenticationFilter.class)
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint((request, response, failure) -> askForKey(response)))
                // A forged cross-site form brings neither a secret key nor an Idempotency-Key.
                .csrf(CsrfConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    private void askForKey(HttpServletResponse response) throws IOException {
        var error = StripeError.of(
                HttpStatus.UNAUTHORIZED.value(),
                "send the secret key sk_test_shop_a or sk_test_shop_b as bearer token, or as user with an empty password",
                null);
        response.setStatus(HttpStatus.UNAUTHORIZED.value());
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(error));
    }
}
