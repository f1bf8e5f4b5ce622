/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.desk;

import dev.semel.spring.Idempotent;
import dev.semel.spring.web.HttpGuard;
import dev.semel.spring.web.SemelCors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The application. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(DeskApplication.Desk.class)
public class DeskApplication {
    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .cors(Customizer.withDefaults())
                .csrf(CsrfConfigurer::disable)
                .build();
    }

    @Bean
    CorsConfigurationSource corsConfigurationSource(HttpGuard guard) {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(List.of("https://one.example", "https://two.example"));
        configuration.setAllowedMethods(List.of("POST"));
        configuration.addAllowedHeader("Content-Type");
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", SemelCors.apply(configuration, guard.policy()));
        return source;
    }

    /** Takes what is handed in. */
    @RestController
    public static class Desk {
        private final AtomicInteger runs = new AtomicInteger();

        /** How often a handler ran. */
        public int runs() {
            return runs.get();
        }

        @Idempotent
        @PostMapping("/notes")
        Map<String, String> note(@RequestBody Map<String, String> note) {
            runs.incrementAndGet();
            return Map.of("note", note.getOrDefault("text", "").repeat(500));
        }

        @Idempotent(keyFrom = {"json:/idempotency_key", "query:request_id"})
        @PostMapping("/payments")
        Map<String, String> pay(@RequestBody Map<String, String> payment) {
            runs.incrementAndGet();
            return payment;
        }

        @Idempotent(keyFrom = "form:ClientToken", keyRequirement = "optional")
        @PostMapping("/instances")
        String run(@RequestParam String text) {
            runs.incrementAndGet();
            return text;
        }

        @Idempotent(keyRequirement = "refused")
        @PostMapping("/batches")
        List<String> batch(@RequestBody List<String> parts) {
            runs.incrementAndGet();
            return parts;
        }

        @Idempotent
        @PostMapping("/forms")
        String form(@RequestParam String text) {
            runs.incrementAndGet();
            return text;
        }

        @Idempotent
        @PatchMapping("/forms")
        String mend(@RequestParam String text) {
            runs.incrementAndGet();
            return text;
        }

        @Idempotent
        @PostMapping("/events")
        SseEmitter events() {
            runs.incrementAndGet();
            SseEmitter emitter = new SseEmitter(0L);
            Thread work = new Thread(() -> sendForEver(emitter));
            work.setDaemon(true);
            work.start();
            return emitter;
        }

        private static void sendForEver(SseEmitter emitter) {
            try {
                while (true) {
                    emitter.send("x".repeat(1000));
                }
            } catch (IOException | IllegalStateException e) {
                // the client has gone, and so has what the work was for
            }
        }
    }
}
