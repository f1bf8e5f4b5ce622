/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.IdempotencyPolicy;
import dev.semel.Mode;
import dev.semel.WaitStrategy;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.StringValueResolver;

/** Turns the texts of {@link Idempotent} into a policy; what a text leaves open comes from the defaults. */
public final class PolicyReader {
    private final IdempotencyPolicy defaults;
    private final StringValueResolver placeholders;
    private final Function<String, Optional<Mode>> routes;

    /**
     * Takes the defaults.
     *
     * @param defaults for what the annotation leaves open
     * @param placeholders resolves placeholders
     */
    public PolicyReader(IdempotencyPolicy defaults, StringValueResolver placeholders) {
        this(defaults, placeholders, operation -> Optional.empty());
    }

    /**
     * Takes the defaults, and what routes of operations to stores say.
     *
     * @param defaults for what the annotation leaves open
     * @param placeholders resolves placeholders
     * @param routes the mode that an operation's store asks for, by its name; empty if it has no store of its own
     */
    public PolicyReader(
            IdempotencyPolicy defaults, StringValueResolver placeholders, Function<String, Optional<Mode>> routes) {
        this.routes = Objects.requireNonNull(routes, "routes");
        this.defaults = Objects.requireNonNull(defaults, "defaults");
        this.placeholders = Objects.requireNonNull(placeholders, "placeholders");
    }

    /**
     * The defaults.
     *
     * @return what an annotation that says nothing means
     */
    public IdempotencyPolicy defaults() {
        return defaults;
    }

    /**
     * The mode of an operation.
     *
     * @param operation its name
     * @param asked what its annotation asks for; empty if it leaves it open
     * @param otherwise what it is in where neither a route nor an annotation says
     * @return the mode
     * @throws IdempotencySetupException if the annotation asks for one that the store of its route does not have
     */
    public Mode modeOf(String operation, Optional<Mode> asked, Mode otherwise) {
        Optional<Mode> routed = routes.apply(operation);
        if (routed.isPresent() && asked.isPresent() && !routed.equals(asked)) {
            throw new IdempotencySetupException(
                    "The operation " + operation + " asks for " + asked.get() + " mode, and semel.routes sends it to a"
                            + " store of " + routed.get() + " operations.",
                    "Take it out of the route, or remove its mode.");
        }
        return routed.orElse(otherwise);
    }

    /**
     * Reads the policy of an annotation.
     *
     * @param annotation the annotation
     * @param owner the method that has it, for messages
     * @return the policy
     * @throws IdempotencySetupException if a text does not fit
     */
    public IdempotencyPolicy read(Idempotent annotation, String owner) {
        Mode mode = explicitMode(annotation, owner).orElse(defaults.mode());
        Duration lease =
                read("lease", annotation.lease(), owner, PolicyReader::duration).orElse(defaults.lease());
        Duration retention = read("retention", annotation.retention(), owner, PolicyReader::duration)
                .orElse(defaults.retention());
        WaitStrategy waiting = read("waiting", annotation.waiting(), owner, PolicyReader::waiting)
                .orElse(defaults.waiting());
        try {
            return new IdempotencyPolicy(mode, lease, retention, waiting, defaults.failures());
        } catch (IllegalArgumentException e) {
            throw new IdempotencySetupException(
                    "@Idempotent of " + owner + ": " + e.getMessage(), "Change its lease or retention.", e);
        }
    }

    /**
     * The mode that an annotation asks for.
     *
     * @param annotation the annotation
     * @param owner the method that has it, for messages
     * @return empty if it leaves it to the defaults
     * @throws IdempotencySetupException if it is none
     */
    public Optional<Mode> explicitMode(Idempotent annotation, String owner) {
        return read("mode", annotation.mode(), owner, text -> Mode.valueOf(text.toUpperCase(Locale.ROOT)));
    }

    /**
     * Reads a text of an annotation.
     *
     * @param <T> the type of its value
     * @param attribute the name of the attribute, for messages
     * @param text the text, perhaps with placeholders; empty leaves it open
     * @param owner the method that has it, for messages
     * @param parser throws {@link IllegalArgumentException} for what it cannot read
     * @return the value, or empty if left open
     * @throws IdempotencySetupException if the text does not fit
     */
    public <T> Optional<T> read(String attribute, String text, String owner, Function<String, T> parser) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String resolved = text;
        try {
            resolved = Objects.requireNonNullElse(placeholders.resolveStringValue(text), "")
                    .strip();
            return resolved.isEmpty() ? Optional.empty() : Optional.of(parser.apply(resolved));
        } catch (IllegalArgumentException e) {
            throw new IdempotencySetupException(
                    "@Idempotent of " + owner + ": " + attribute + " = \"" + resolved + "\" cannot be read.",
                    "Write " + example(attribute) + ".",
                    e);
        }
    }

    private static Duration duration(String text) {
        return DurationFormatterUtils.detectAndParse(text);
    }

    private static WaitStrategy waiting(String text) {
        return text.equalsIgnoreCase("reject") ? WaitStrategy.reject() : WaitStrategy.upTo(duration(text));
    }

    private static String example(String attribute) {
        return switch (attribute) {
            case "mode" -> "joined or leased";
            case "waiting" -> "reject, or how long to wait, for example 2s";
            case "keyRequirement" -> "required, optional or refused";
            case "keyFrom" -> "header:NAME, query:NAME, form:NAME or json:/POINTER";
            case "operation" -> "a name that is not blank";
            default -> "a time, for example 30s, 24h or PT30S";
        };
    }
}
