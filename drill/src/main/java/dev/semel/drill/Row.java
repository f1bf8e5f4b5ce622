/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.util.List;
import java.util.Set;

/**
 * A row of the catalogue: something that an idempotency layer must, should or may do.
 *
 * @param number {@code 1} to {@code 134} and {@code C1} to {@code C14}
 * @param group a letter and a title
 * @param meaning what it demands
 * @param conditions where it can be checked
 */
public record Row(String number, String group, Meaning meaning, Conditions conditions) {
    /**
     * What a row demands.
     *
     * @param levels how binding it is; several where its parts differ, first that of the default behaviour
     * @param title in one sentence
     * @param source who says so, abbreviated as in the project's notes
     */
    public record Meaning(List<Level> levels, String title, String source) {
        /**
         * Copies.
         *
         * @param levels as above
         * @param title as above
         * @param source as above
         */
        public Meaning {
            levels = List.copyOf(levels);
        }
    }

    /**
     * Where a row can be checked.
     *
     * @param needs what the service must have
     * @param obstacle why this drill does not check it; empty where it does
     * @param withoutLayer why a service without any layer fulfils it too; empty where it does not
     */
    public record Conditions(Set<Feature> needs, String obstacle, String withoutLayer) {
        /**
         * Copies.
         *
         * @param needs as above
         * @param obstacle as above
         * @param withoutLayer as above
         */
        public Conditions {
            needs = Set.copyOf(needs);
        }
    }

    /**
     * Whether its failure fails the drill, which tries the default behaviour.
     *
     * @return true for rows whose first level is M or S
     */
    public boolean isBinding() {
        return meaning.levels().get(0).isBinding();
    }

    /**
     * Its levels as the reports write them.
     *
     * @return such as {@code M} or {@code D / C}
     */
    public String levelText() {
        return String.join(" / ", meaning.levels().stream().map(Level::name).toList());
    }
}
