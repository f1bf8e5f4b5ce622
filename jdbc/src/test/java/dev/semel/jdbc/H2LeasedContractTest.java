/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

class H2LeasedContractTest extends LeasedContract {
    H2LeasedContractTest() {
        super(ContractSchema.Product.H2);
    }
}
