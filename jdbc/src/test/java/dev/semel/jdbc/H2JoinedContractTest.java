/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

class H2JoinedContractTest extends JoinedContract {
    H2JoinedContractTest() {
        super(ContractSchema.Product.H2);
    }

    /** What is not committed cannot be read there. */
    @Override
    protected boolean knowsThePayloadOfContenders() {
        return false;
    }
}
