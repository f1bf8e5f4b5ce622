/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.examples.payments;

import java.io.IOException;
import java.nio.file.Path;

/** Two nodes behind a HAProxy: {@code ./semel test --haproxy}. */
class BehindHaproxy extends BehindRealProxy {
    @Override
    RealProxy proxy(Path folder, int firstNode, int secondNode) throws IOException {
        return RealProxy.haproxy(folder, firstNode, secondNode);
    }

    @Override
    String command() {
        return "./semel test --haproxy";
    }
}
