/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

class LeasedContractIT extends LeasedContract {
    LeasedContractIT() {
        super(ContractSchema.Product.POSTGRESQL);
    }
}
