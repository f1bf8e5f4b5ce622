/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

class MariaDbJoinedContractIT extends JoinedContract {
    MariaDbJoinedContractIT() {
        super(ContractSchema.Product.MARIADB);
    }

    /** What is not committed cannot be read there. */
    @Override
    protected boolean knowsThePayloadOfContenders() {
        return false;
    }
}
