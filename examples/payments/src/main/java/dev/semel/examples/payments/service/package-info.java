/** The payment service: a Spring Boot web application that turns payments of shops into charges at the provider. */
@NullMarked
package dev.semel.examples.payments.service;

import org.jspecify.annotations.NullMarked;
