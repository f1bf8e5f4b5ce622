/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.Mode;
import dev.semel.http.AnswerRules;
import dev.semel.http.CurrentState;
import dev.semel.http.HttpPolicy;
import dev.semel.http.KeyPlace;
import dev.semel.http.KeyRequirement;
import dev.semel.http.KeyRules;
import dev.semel.http.OutcomeRules;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.Idempotent;
import dev.semel.spring.PolicyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;

/**
 * How requests are guarded where an annotation leaves it open.
 *
 * @param policies reads annotations, with the defaults of what does not depend on HTTP
 * @param policy how requests are guarded over HTTP
 * @param paths what is guarded without an annotation
 * @param modes the modes for which there is a store
 */
public record HttpGuard(PolicyReader policies, HttpPolicy policy, List<GuardedPath> paths, Set<Mode> modes) {
    /**
     * Copies.
     *
     * @param policies as above
     * @param policy as above
     * @param paths as above
     * @param modes as above
     */
    public HttpGuard {
        Objects.requireNonNull(policies, "policies");
        Objects.requireNonNull(policy, "policy");
        paths = List.copyOf(paths);
        modes = Set.copyOf(modes);
    }

    HttpPolicy policyOf(Idempotent annotation, String owner, BeanFactory beans) {
        KeyRequirement requirement = policies.read(
                        "keyRequirement",
                        annotation.keyRequirement(),
                        owner,
                        text -> KeyRequirement.valueOf(text.toUpperCase(Locale.ROOT)))
                .orElse(policy.requests().requirement());
        OutcomeRules outcomes =
                DeclaredOutcomes.of(annotation, policy.responses().outcomes(), owner);
        try {
            return policy.withKeys(keys(annotation, owner))
                    .withRequests(policy.requests().withRequirement(requirement))
                    .withResponses(policy.responses().withOutcomes(outcomes))
                    .withAnswers(answers(annotation, owner, beans));
        } catch (IllegalArgumentException e) {
            throw new IdempotencySetupException(
                    "@Idempotent of " + owner + ": " + e.getMessage(), "Change its keyRequirement.", e);
        }
    }

    private KeyRules keys(Idempotent annotation, String owner) {
        List<KeyPlace> places = new ArrayList<>();
        for (String place : annotation.keyFrom()) {
            policies.read("keyFrom", place, owner, KeyPlace::parse).ifPresent(places::add);
        }
        return places.isEmpty() ? policy.keys() : policy.keys().withPlaces(places.toArray(KeyPlace[]::new));
    }

    private AnswerRules answers(Idempotent annotation, String owner, BeanFactory beans) {
        Optional<String> bean = policies.read("currentState", annotation.currentState(), owner, Function.identity());
        try {
            return bean.map(name -> policy.answers().withCurrentState(beans.getBean(name, CurrentState.class)))
                    .orElse(policy.answers());
        } catch (BeansException e) {
            throw new IdempotencySetupException(
                    "@Idempotent of " + owner + ": currentState = \"" + bean.orElse("") + "\" is no such bean.",
                    "Name a bean of the type " + CurrentState.class.getName() + ".",
                    e);
        }
    }

    boolean guardsMethod(String method) {
        return policy.requests().methods().contains(method);
    }
}
