/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/** The payment service as a Spring Boot application; the demo starts it with its port, database and provider. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(ProviderProperties.class)
public class PaymentsApplication {}
