/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

/** Whether requests are guarded or only looked at. */
public enum HttpMode {
    /** Requests are guarded. The default. */
    ENFORCE,
    /** Nothing is guarded over HTTP; what would be is counted and logged. */
    OBSERVE
}
