/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.shop;

import dev.semel.Bytes;
import dev.semel.http.CurrentState;
import dev.semel.http.StoredResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** The application. */
@SpringBootApplication(proxyBeanMethods = false)
public class ShopApplication {
    /** Users whose grant was taken away. */
    public record Revoked(Set<String> users) {}

    @Bean
    Revoked revoked() {
        return new Revoked(ConcurrentHashMap.newKeySet());
    }

    @Bean
    CurrentState currentPayments() {
        return (request, recorded) ->
                StoredResponse.of(200, List.of(), Bytes.utf8("settled since " + recorded.status()));
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(user("ann"), user("bob"), user("eve"));
    }

    @Bean
    SecurityFilterChain security(HttpSecurity http, Revoked revoked) {
        return http.authorizeHttpRequests(requests -> requests.requestMatchers("/open/**", "/actuator/**")
                        .permitAll()
                        .anyRequest()
                        .access((caller, context) -> new AuthorizationDecision(caller.get()
                                        .isAuthenticated()
                                && !caller.get().getName().equals("anonymousUser")
                                && !revoked.users().contains(caller.get().getName()))))
                .httpBasic(basic -> {})
                .csrf(CsrfConfigurer::disable)
                .build();
    }

    private static org.springframework.security.core.userdetails.UserDetails user(String name) {
        return User.withUsername(name).password("{noop}demo").roles("SHOP").build();
    }
}
