/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import java.lang.reflect.Method;
import java.util.List;

/** The handler methods that a filter guards; asked at start, so that none with {@link Idempotent} goes unguarded. */
public interface GuardedHandlers {
    /**
     * Tells whether requests for a handler method go through the filter.
     *
     * @param handler a method with {@link Idempotent}
     * @return true if they do
     */
    boolean guards(Method handler);

    /**
     * All guarded requests.
     *
     * @return one element each
     */
    List<GuardedOperation> operations();
}
