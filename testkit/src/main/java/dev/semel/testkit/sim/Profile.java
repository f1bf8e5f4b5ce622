/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import dev.semel.Mode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** The world that a seed makes: how many take part, under which policy, and with which faults at which intensity. */
public final class Profile {
    private static final int[] MESSAGES_PER_MILLE = {20, 60, 200};
    private static final int[] OTHERS_PER_MILLE = {50, 200, 600};
    private static final long[] LEASES = {300, 1_000, 3_000};
    private static final Reconciler[] RECONCILERS = {
        Reconciler.HOLD, Reconciler.RERUN, Reconciler.RERUN, Reconciler.ASK, Reconciler.ASK
    };
    private static final int[] RETENTIONS = {1, 2, 4};
    private static final int LONG_RETENTION = 1_000;
    private static final Fault[] FAULTS = Fault.values();

    private final long seed;
    private final Size size;
    private final Policy policy;
    private final Map<Fault, Integer> intensities;

    private Profile(long seed, Size size, Policy policy, Map<Fault, Integer> intensities) {
        this.seed = seed;
        this.size = size;
        this.policy = policy;
        this.intensities = intensities;
    }

    /**
     * How many take part.
     *
     * @param cells cells
     * @param workers processes of the service
     * @param clients clients, each with one cell
     * @param callsPerClient how often a client calls at most
     */
    public record Size(int cells, int workers, int clients, int callsPerClient) {}

    /**
     * The operation's policy and its store.
     *
     * @param terms the mode and the times
     * @param waiting whether a duplicate waits for the holder
     * @param reconciler what is done about an unknown outcome
     * @param memoryStore whether the leased store is the production memory store, else the simulator's row store
     * @param remembers whether the processes replay from memory
     */
    public record Policy(
            History.Terms terms, boolean waiting, Reconciler reconciler, boolean memoryStore, boolean remembers) {}

    /** What is done about an unknown outcome. */
    public enum Reconciler {
        /** It stays held. */
        HOLD,
        /** It runs again. */
        RERUN,
        /** Somebody is asked, who may know. */
        ASK
    }

    /**
     * Draws the world of a seed.
     *
     * @param seed any number
     * @return the same profile for the same seed, in every release of the simulator that draws alike
     */
    public static Profile of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Mode mode = random.nextInt(5) < 3 ? Mode.LEASED : Mode.JOINED;
        Map<Fault, Integer> intensities = new EnumMap<>(Fault.class);
        int share = random.nextInt(6);
        for (Fault fault : FAULTS) {
            if (random.nextInt(6) < share) {
                int[] choice = fault.isOfMessages() ? MESSAGES_PER_MILLE : OTHERS_PER_MILLE;
                intensities.put(fault, choice[random.nextInt(choice.length)]);
            }
        }
        int cells = 1 + random.nextInt(4) / 3;
        Size size = new Size(cells, 2 + random.nextInt(3), 2 + random.nextInt(3), 1 + random.nextInt(4));
        Reconciler reconciler = RECONCILERS[random.nextInt(RECONCILERS.length)];
        long lease = LEASES[random.nextInt(LEASES.length)];
        boolean purges = intensities.containsKey(Fault.PURGE);
        long retention = lease * (purges ? RETENTIONS[random.nextInt(RETENTIONS.length)] : LONG_RETENTION);
        History.Terms terms = new History.Terms(mode, lease, retention, reconciler == Reconciler.ASK, cells);
        boolean waiting = random.nextBoolean();
        Policy policy = new Policy(terms, waiting, reconciler, random.nextBoolean(), random.nextBoolean());
        return new Profile(seed, size, policy, intensities);
    }

    /**
     * The same world without some faults.
     *
     * @param faults what does not happen
     * @return the profile
     */
    public Profile without(Set<Fault> faults) {
        Map<Fault, Integer> fewer = new EnumMap<>(intensities);
        fewer.keySet().removeAll(faults);
        return new Profile(seed, size, policy, fewer);
    }

    /**
     * The number that it was drawn from.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * How many take part.
     *
     * @return the numbers
     */
    public Size size() {
        return size;
    }

    /**
     * The operation's policy.
     *
     * @return the policy
     */
    public Policy policy() {
        return policy;
    }

    /**
     * How often a fault happens.
     *
     * @param fault the fault
     * @return per thousand occasions; 0 if never
     */
    public int intensity(Fault fault) {
        return intensities.getOrDefault(fault, 0);
    }

    /**
     * The faults that may happen.
     *
     * @return in the order of their declaration
     */
    public List<Fault> faults() {
        return List.copyOf(intensities.keySet());
    }

    /** One word a line of a report: mode, store, waiting, and the faults. */
    @Override
    public String toString() {
        String store = policy.memoryStore() && policy.terms().mode() == Mode.LEASED ? "memory" : "rows";
        return policy.terms().mode() + "/" + store + "/" + (policy.waiting() ? "wait" : "reject") + "/"
                + policy.reconciler() + (policy.remembers() ? "/memory " : " ") + faults();
    }
}
