/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

class JoinedContractIT extends JoinedContract {
    JoinedContractIT() {
        super(ContractSchema.Product.POSTGRESQL);
    }
}
