/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

/** Who may call: two shops with HTTP Basic; the page and the health check need no login. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final String[] PUBLIC = {
        "/", "/index.html", "/app.js", "/style.css", "/favicon.svg", "/actuator/health"
    };

    private static final String PAGE_MAY_LOAD =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    @Bean
    SecurityFilterChain security(HttpSecurity http, ProblemEntryPoint entryPoint) {
        return http.authorizeHttpRequests(requests -> requests
                        // A failed request is dispatched to the error page without its login.
                        .dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(PUBLIC)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .httpBasic(basic -> basic.authenticationEntryPoint(entryPoint))
                // A forged cross-site request can bring the password that a browser remembers, but neither a JSON body
                // nor
                // an Idempotency-Key, without which nothing that moves money runs.
                .csrf(CsrfConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(PAGE_MAY_LOAD)))
                .build();
    }

    /** Looks shops up and no more: a store that can change passwords gets them hashed at the first login. */
    @Bean
    UserDetailsService shops() {
        var shops = new InMemoryUserDetailsManager(shop("shop-a"), shop("shop-b"));
        return name -> shops.loadUserByUsername(name);
    }

    /** The password is public and checked on each request, so it is kept plain: a hash would cost time and hide nothing. */
    private static UserDetails shop(String name) {
        return User.withUsername(name).password("{noop}demo").roles("SHOP").build();
    }
}
