/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import dev.semel.http.HttpOperation;
import java.util.List;
import java.util.Optional;

/**
 * What requests of one method and path template are to the filter; several handlers may share them, for example one for
 * each media type or version.
 *
 * @param guarded the operations of those that are guarded; empty if none is
 * @param complete whether all are
 */
public record RouteOperations(List<HttpOperation> guarded, boolean complete) {
    /**
     * Copies.
     *
     * @param guarded as above
     * @param complete as above
     */
    public RouteOperations {
        guarded = List.copyOf(guarded);
    }

    static RouteOperations of(List<Optional<HttpOperation>> all) {
        List<HttpOperation> guarded =
                all.stream().flatMap(Optional::stream).distinct().toList();
        return new RouteOperations(guarded, !guarded.isEmpty() && all.stream().allMatch(Optional::isPresent));
    }
}
