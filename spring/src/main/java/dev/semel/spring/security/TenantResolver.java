/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.security;

import java.security.Principal;
import java.util.Optional;

/** Tells which tenant a caller belongs to, where names of callers are unique within a tenant only. */
@FunctionalInterface
public interface TenantResolver {
    /**
     * Finds the tenant.
     *
     * @param caller the {@code Authentication} of the present caller
     * @return the tenant's stable name, never taken from what the client sends unchecked; empty if the caller has none
     */
    Optional<String> tenantOf(Principal caller);
}
