/*
 * Copyright the Semel authors.
 * SPDX-License-Identifier: Apache-2.0
 */
/** For authors of stores and of tests: the store contract, a clock, a faulty store, a probe of mutual exclusion. */
module dev.semel.testkit {
    requires static transitive org.jspecify;
    requires transitive dev.semel;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.jupiter.params;

    exports dev.semel.testkit;
    exports dev.semel.testkit.sim;
    // JUnit instantiates the groups of the contract, which are nobody else's to name.
    opens dev.semel.testkit to
            org.junit.platform.commons;
}
