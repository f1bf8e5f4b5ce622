/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments.service;

import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One page of charges, the newest first.
 *
 * @param object always {@code list}
 * @param data the page
 * @param hasMore whether older ones follow
 * @param url where the list is
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ChargeList(String object, List<Charge> data, boolean hasMore, String url) {}
