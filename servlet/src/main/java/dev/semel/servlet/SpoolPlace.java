/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.servlet;

import java.nio.file.Path;

/**
 * Where bodies are kept.
 *
 * @param memoryBytes how many bytes of one in memory
 * @param maxBytes how many bytes of one at all
 * @param folder where the temporary file for the rest is made
 */
record SpoolPlace(int memoryBytes, long maxBytes, Path folder) {}
