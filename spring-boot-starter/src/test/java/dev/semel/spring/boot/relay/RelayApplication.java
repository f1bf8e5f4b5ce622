/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.relay;

import dev.semel.client.spring.IdempotentInterceptor;
import dev.semel.spring.Idempotent;
import dev.semel.spring.boot.client.IdempotentSenders;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;

/** The application: an order charges by another request, to wherever the test says. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(RelayApplication.Orders.class)
public class RelayApplication {
    @Bean
    SecurityFilterChain security(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(CsrfConfigurer::disable)
                .build();
    }

    /** Takes orders and charges. */
    @RestController
    public static class Orders {
        private final AtomicInteger charges = new AtomicInteger();
        private final AtomicInteger orders = new AtomicInteger();
        private final RestClient bank;
        private volatile @Nullable URI address;

        Orders(RestClient.Builder builder, IdempotentSenders senders) {
            this.bank = builder.requestInterceptor(new IdempotentInterceptor(senders.of("bank")))
                    .build();
        }

        /** How many charges took effect. */
        public int charges() {
            return charges.get();
        }

        /** Where orders are charged. */
        public void chargeAt(URI target) {
            this.address = target;
        }

        /** Charges outside of any request. */
        public String charge(String note) {
            return String.valueOf(bank.post()
                    .uri(Objects.requireNonNull(address))
                    .body(note)
                    .retrieve()
                    .body(String.class));
        }

        @Idempotent
        @PostMapping("/charges")
        String charged(@RequestBody String note) {
            return note + " is charge " + charges.incrementAndGet();
        }

        /** The first answer after a charge is one that a retry runs again for. */
        @Idempotent(releaseStatuses = 503)
        @PostMapping("/orders")
        ResponseEntity<String> order(@RequestBody String note) {
            String charge = charge(note);
            HttpStatus status = orders.incrementAndGet() == 1 ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK;
            return ResponseEntity.status(status).body(charge);
        }
    }
}
