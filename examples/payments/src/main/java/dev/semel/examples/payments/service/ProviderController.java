/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows the page what the provider holds and lets it set faults, so that the page speaks to one server only. */
@RestController
@RequestMapping("/provider")
class ProviderController {

    private final ProviderClient provider;

    ProviderController(ProviderClient provider) {
        this.provider = provider;
    }

    @GetMapping("/charges")
    ResponseEntity<String> charges() {
        return provider.show("/charges");
    }

    @GetMapping("/refunds")
    ResponseEntity<String> refunds() {
        return provider.show("/refunds");
    }

    @GetMapping("/faults")
    ResponseEntity<String> faults() {
        return provider.show("/faults");
    }

    @PutMapping("/faults")
    ResponseEntity<String> setFaults(@RequestBody String json) {
        return provider.setFaults(json);
    }
}
