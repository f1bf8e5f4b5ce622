/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import dev.semel.drill.DrillException;
import dev.semel.drill.Target;
import java.time.Duration;
import java.util.Optional;

/**
 * What to replay, where and how.
 *
 * @param target the service
 * @param recording what was recorded
 * @param sending how its requests are sent
 * @param counter what tells how often something took effect; empty to judge by answers alone
 */
public record ReplayPlan(Target target, Recording recording, Sending sending, Optional<EffectCounter> counter) {
    /**
     * How requests are sent.
     *
     * @param keys of the requests
     * @param pace how fast
     * @param credentials of the caller
     * @param sameHost whether the target may be a host of the recording
     */
    public record Sending(Keys keys, Pace pace, Credentials credentials, boolean sameHost) {}

    /**
     * The keys. A recorded key is replaced by one that is the same within this run, and no other run has it.
     *
     * @param header the name of their field
     * @param minted whether requests that were recorded without a key get one
     */
    public record Keys(String header, boolean minted) {
        /**
         * Checks.
         *
         * @param header as above
         * @param minted as above
         * @throws DrillException if the name is none
         */
        public Keys {
            if (!header.matches(HeaderLines.TOKEN)) {
                throw new DrillException(
                        "--key-header '" + HeaderLines.shown(header) + "' is no name of a header field");
            }
        }
    }

    /**
     * The pace.
     *
     * @param factor how many times faster than recorded; infinite to wait for answers only
     * @param limit after which nothing more is sent; empty for none
     */
    public record Pace(double factor, Optional<Duration> limit) {
        /**
         * Checks.
         *
         * @param factor as above
         * @param limit as above
         * @throws DrillException if the factor is not positive
         */
        public Pace {
            if (!(factor > 0)) {
                throw new DrillException("--speed must be more than 0, or max");
            }
        }

        /**
         * Reads a factor.
         *
         * @param text a number, or {@code max}
         * @return the pace, without limit
         * @throws DrillException if it is neither
         */
        public static Pace parse(String text) {
            if (text.equalsIgnoreCase("max")) {
                return new Pace(Double.POSITIVE_INFINITY, Optional.empty());
            }
            if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
                throw new DrillException("--speed '" + text + "' is neither a number such as 10 nor max");
            }
            return new Pace(Double.parseDouble(text), Optional.empty());
        }
    }

    /**
     * The credentials.
     *
     * @param kept whether those of the recording are sent
     * @param token a bearer token instead of the recorded one; empty for none
     */
    public record Credentials(boolean kept, Optional<String> token) {}

    /**
     * As fast as the target answers, with fresh keys, without the recorded credentials, and not to a host of the recording.
     *
     * @param target the service
     * @param recording what was recorded
     * @return the plan
     */
    public static ReplayPlan of(Target target, Recording recording) {
        Sending sending = new Sending(
                new Keys("Idempotency-Key", true), Pace.parse("max"), new Credentials(false, Optional.empty()), false);
        return new ReplayPlan(target, recording, sending, Optional.empty());
    }

    /**
     * Sent otherwise.
     *
     * @param other how
     * @return a copy
     */
    public ReplayPlan withSending(Sending other) {
        return new ReplayPlan(target, recording, other, counter);
    }

    /**
     * Counted.
     *
     * @param other what tells how often something took effect
     * @return a copy
     */
    public ReplayPlan withCounter(EffectCounter other) {
        return new ReplayPlan(target, recording, sending, Optional.of(other));
    }
}
