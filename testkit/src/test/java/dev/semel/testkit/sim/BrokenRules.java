/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.FencingToken;
import dev.semel.Fingerprint;
import dev.semel.spi.RecordedResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores that are wrong in one decision each. */
final class BrokenRules {
    private BrokenRules() {}

    static CellRules noFenceCheck() {
        return new CellRules() {
            @Override
            boolean isOf(Row row, FencingToken token) {
                return true;
            }
        };
    }

    static CellRules fencePerRow() {
        return new CellRules() {
            @Override
            long nextToken(@Nullable Row before) {
                return before == null
                        ? 1
                        : before.grant().answer().lease().token().value() + 1;
            }
        };
    }

    static CellRules leaseBornExpired() {
        return new CellRules() {
            @Override
            long leaseEnd(long now, Duration lease) {
                return now;
            }
        };
    }

    static CellRules clockOfTheApplication() {
        return new CellRules() {
            @Override
            long now(SimulatedClock clock) {
                return clock.senderMillis();
            }
        };
    }

    static CellRules fingerprintIgnoredAtTakeover() {
        return new CellRules() {
            @Override
            boolean isSamePayload(Row row, List<Fingerprint> accepted) {
                return row.phase() != Row.Phase.COMPLETED || super.isSamePayload(row, accepted);
            }
        };
    }

    static CellRules completionNotIdempotent() {
        return new CellRules() {
            @Override
            Write completedAgain(Row row, RecordedResult result) {
                return Write.REFUSED;
            }
        };
    }

    /** The sequence lives in the table and starts anew when a purge has emptied it. */
    static final class RestartingFence extends CellRules {
        private long last;

        void restart() {
            last = 0;
        }

        @Override
        long nextToken(@Nullable Row before) {
            return ++last;
        }
    }
}
