/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Wake-ups of calls that wait for a call of another node: by notifications of PostgreSQL, by publish and subscribe in
 * Redis.
 *
 * @param enabled whether nodes tell each other when a call has ended; without, calls that wait poll alone. On PostgreSQL
 *     two connections of the pool are kept for it
 */
public record WakeUpProperties(@DefaultValue("false") boolean enabled) {}
