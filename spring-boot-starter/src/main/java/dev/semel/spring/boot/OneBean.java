/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import dev.semel.spring.IdempotencySetupException;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;

/** The bean of a type of which one is used: several of them must not mean none without a word. */
final class OneBean {
    private OneBean() {}

    /** Empty if there is none. */
    static <T> Optional<T> of(Class<T> type, ObjectProvider<T> beans) {
        T bean = beans.getIfUnique();
        if (bean == null && beans.stream().findAny().isPresent()) {
            throw new IdempotencySetupException(
                    "There are several " + type.getSimpleName() + " beans, and Semel uses one.",
                    "Mark it as @Primary, or leave it alone.");
        }
        return Optional.ofNullable(bean);
    }
}
