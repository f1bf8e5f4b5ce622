/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.testkit.ConcurrencyProbe;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Prints how many claims a second go one by one and gathered, in turns within one run, and their ratio: median, minimum
 * and maximum. No test: a program, run with the tests' class path. Arguments: threads, senders, rounds.
 */
final class GatheringRates {
    private static final int POOL = 20;
    private static final int CLAIMS = 16_000;

    private GatheringRates() {}

    public static void main(String[] arguments) throws SQLException {
        int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 32;
        int senders = arguments.length > 1 ? Integer.parseInt(arguments[1]) : JdbcOptions.DEFAULTS.senders();
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 5;
        try (SmallPool pool = new SmallPool(TestServer.dataSource(), POOL)) {
            JdbcIdempotencyStore plain = JdbcIdempotencyStore.open(pool, JdbcOptions.DEFAULTS.withSenders(0));
            JdbcIdempotencyStore gathering = JdbcIdempotencyStore.open(pool, JdbcOptions.DEFAULTS.withSenders(senders));
            rate(plain, threads);
            rate(gathering, threads);
            List<double[]> found = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                found.add(new double[] {rate(plain, threads), rate(gathering, threads)});
            }
            System.out.println("threads=" + threads + " senders=" + senders + " claims/s one by one="
                    + spread(found, pair -> pair[0]) + " gathered=" + spread(found, pair -> pair[1]) + " ratio="
                    + spread(found, pair -> pair[1] / pair[0]));
        }
    }

    private static double rate(JdbcIdempotencyStore store, int threads) {
        long begin = System.nanoTime();
        ConcurrencyProbe.race(threads, thread -> {
            for (int i = 0; i < CLAIMS / threads; i++) {
                Requests.lease(store.claim(Requests.of(Requests.cell())));
            }
            return true;
        });
        return CLAIMS * 1e9 / (System.nanoTime() - begin);
    }

    private static String spread(List<double[]> found, ToDoubleFunction<double[]> figure) {
        double[] sorted = found.stream().mapToDouble(figure).sorted().toArray();
        return String.format(
                "%.2f [%.2f..%.2f]",
                sorted[sorted.length / 2],
                sorted[0],
                Arrays.stream(sorted).max().orElseThrow());
    }
}
