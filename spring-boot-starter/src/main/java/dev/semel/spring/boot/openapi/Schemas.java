/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot.openapi;

import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Schema;

/** Schemas that are written alike in OpenAPI 3.0, which has one type, and in 3.1, which has a set of them. */
final class Schemas {
    private Schemas() {}

    static Schema<Object> of(String type) {
        Schema<Object> schema = new Schema<>();
        schema.setType(type);
        schema.addType(type);
        return schema;
    }

    static Header header(String type, String description) {
        return new Header().schema(of(type)).description(description);
    }
}
