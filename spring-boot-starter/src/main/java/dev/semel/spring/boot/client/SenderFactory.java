/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.client;

import dev.semel.client.IdempotentSender;
import dev.semel.client.IdempotentSenderBuilder;
import dev.semel.client.KeyPlacement;
import dev.semel.client.KeySource;
import dev.semel.client.RetryLimits;
import dev.semel.client.SendRules;
import dev.semel.spring.CurrentExecution;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.boot.ClientProperties;
import dev.semel.spring.boot.ClientTarget;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Makes the sender of a target from its properties. A value that does not fit is told with the target's name. */
final class SenderFactory {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(10);

    private final ClientProperties properties;
    private final GuardRegistries registries;
    private final ObjectProvider<IdempotentSenderCustomizer> customizers;

    SenderFactory(
            ClientProperties properties,
            GuardRegistries registries,
            ObjectProvider<IdempotentSenderCustomizer> customizers) {
        this.properties = properties;
        this.registries = registries;
        this.customizers = customizers;
    }

    IdempotentSender sender(String name, ScheduledExecutorService scheduler) {
        ClientTarget target = Objects.requireNonNull(properties.target(name), name);
        String prefix = prefix(name);
        try {
            IdempotentSenderBuilder builder = IdempotentSender.builder(name)
                    .placement(placement(target.key()))
                    .keys(keys(name, target.key().source()))
                    .limits(limits(target))
                    .rules(rules(target.answers()))
                    .scheduler(scheduler);
            backoff(builder, target.retry());
            registries.apply(builder, target.guards());
            customizers.orderedStream().forEach(each -> each.customize(name, builder));
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new IdempotencySetupException(
                    prefix + ": " + e.getMessage(),
                    "Change what stands under " + prefix
                            + (name.equals(ClientProperties.DEFAULT) ? "." : " or semel.client.default."),
                    e);
        }
    }

    private static String prefix(String name) {
        return "semel.client." + (name.equals(ClientProperties.DEFAULT) ? name : "targets." + name);
    }

    private static KeyPlacement placement(ClientTarget.Key key) {
        KeyPlacement standard = KeyPlacement.standard();
        KeyPlacement bare = KeyPlacement.bare(or(key.headerName(), standard.header()));
        return key.notation() == ClientTarget.Notation.QUOTED ? bare.quoted() : bare;
    }

    /**
     * The step is the target alone. Would it have the path or a count in it, then a second call that is in truth the
     * retry of the first would get a key of its own and take effect again; so, two different calls get one key, and the
     * service refuses the second, which the first test shows.
     */
    private static KeySource keys(String name, ClientTarget.@Nullable Source source) {
        KeySource random = KeySource.random();
        if (source == ClientTarget.Source.DOWNSTREAM) {
            return now -> KeySource.downstream(CurrentExecution.get(), name).issue(now);
        }
        if (source == ClientTarget.Source.DOWNSTREAM_OR_RANDOM) {
            return now -> CurrentExecution.find()
                    .map(execution -> KeySource.downstream(execution, name))
                    .orElse(random)
                    .issue(now);
        }
        return random;
    }

    private static RetryLimits limits(ClientTarget target) {
        RetryLimits standard = RetryLimits.standard();
        ClientTarget.Retry retry = target.retry();
        return new RetryLimits(
                or(retry.maxAttempts(), standard.maxAttempts()),
                or(retry.deadline(), standard.deadline()),
                or(retry.retryAfterCap(), standard.retryAfterCap()),
                or(target.key().lifetime(), standard.keyLifetime()));
    }

    private static void backoff(IdempotentSenderBuilder builder, ClientTarget.Retry retry) {
        Duration first = or(retry.firstBackoff(), FIRST_BACKOFF);
        Duration longest = or(retry.longestBackoff(), LONGEST_BACKOFF);
        if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("retry.first-backoff (" + first
                    + ") must be at least 1ms, and not above retry.longest-backoff (" + longest + ").");
        }
        builder.backoff(RetryLimits.fullJitter(first, longest, ThreadLocalRandom::current));
    }

    private static SendRules rules(ClientTarget.Answers answers) {
        SendRules standard = SendRules.standard();
        Set<String> methods = or(answers.methods(), standard.keyedMethods()).stream()
                .map(each -> each.toUpperCase(Locale.ROOT))
                .collect(Collectors.toSet());
        ClientTarget.InternalErrors errors = answers.internalErrors();
        return new SendRules(
                methods,
                errors == null ? standard.internalErrors() : SendRules.InternalErrors.valueOf(errors.name()),
                or(answers.directives(), standard.directives()),
                or(answers.markers(), standard.markers()),
                or(answers.redirectOrigins(), standard.redirectOrigins()));
    }

    private static <T> T or(@Nullable T own, T standard) {
        return own == null ? standard : own;
    }
}
