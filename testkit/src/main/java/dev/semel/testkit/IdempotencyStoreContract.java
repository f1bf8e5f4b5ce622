/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.semel.CellId;
import dev.semel.spi.DurabilityClass;
import dev.semel.spi.IdempotencyStore;
import dev.semel.spi.StoreCapabilities;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * What every {@link IdempotencyStore} must do, a test for each "must" of its Javadoc. A store's author extends this
 * class and says how to get at the store and how to let time pass; a test of a store contains construction and nothing
 * else:
 *
 * <pre>{@code
 * class InMemoryIdempotencyStoreTest extends IdempotencyStoreContract {
 *     private final MutableClock clock = new MutableClock();
 *     private final IdempotencyStore store = new InMemoryIdempotencyStore(clock);
 *
 *     @Override
 *     protected IdempotencyStore store() {
 *         return store;
 *     }
 *
 *     @Override
 *     protected void letPass(Duration time) {
 *         clock.advance(time);
 *     }
 * }
 * }</pre>
 *
 * <p><b>Time.</b> The tests count in {@linkplain #tick() ticks}. A store whose clock can be moved moves it; one on a real
 * server ages its records instead ({@code update … set lease_until = lease_until - ?, expires_at = expires_at - ?}), which
 * is as good and takes no time; one that can do neither makes the tick short and waits. Nobody may sleep for less than
 * the time asked for.
 *
 * <p><b>Shared databases.</b> Each test makes its own random scope and key, so nothing needs to be cleaned before or
 * after. The tests of {@code purge} count what it deletes: no other purge and no other test may run on the same records
 * at the same time.
 *
 * <p><b>More than one process.</b> A store that declares itself shared, or of a durability above {@link
 * dev.semel.spi.DurabilityClass#D}, extends {@link SharedIdempotencyStoreContract} instead, and shows that too.
 */
public abstract class IdempotencyStoreContract {
    /** For the store's own test class. */
    protected IdempotencyStoreContract() {}

    /**
     * The store to test; called once before each test.
     *
     * @return the same store each time, or another one on the same data, or an empty one
     */
    protected abstract IdempotencyStore store();

    /**
     * Lets time pass for all records of the store: moves its clock, or ages its records, or waits.
     *
     * @param time how much; a number of ticks; negative only if {@link #canTurnBack()}
     */
    protected abstract void letPass(Duration time);

    /**
     * The unit of time of the tests. Leases live for three ticks, records for ten; where a test expects something to be
     * still alive, it leaves one tick for the machine to be slow in.
     *
     * @return 10 seconds, unless overridden; at least a few hundred milliseconds if {@link #letPass} waits
     */
    protected Duration tick() {
        return Duration.ofSeconds(10);
    }

    /**
     * Whether {@link #letPass} takes negative times.
     *
     * @return false unless overridden
     */
    protected boolean canTurnBack() {
        return false;
    }

    /**
     * Whether the server itself drops a record once it has expired, and never before, so that {@code purge} finds nothing
     * to delete. A store that says so is asked by {@link #isStored} whether the record is really gone.
     *
     * @return false unless overridden
     */
    protected boolean dropsExpired() {
        return false;
    }

    /**
     * Whether the server still has anything of a cell's record, expired or not.
     *
     * @param cellId the cell
     * @return true unless overridden, as a store that {@linkplain #dropsExpired() drops expired records} does
     */
    protected boolean isStored(CellId cellId) {
        return true;
    }

    /**
     * How often a race is run, each time in a new cell.
     *
     * @return 20 unless overridden
     */
    protected int rounds() {
        return 20;
    }

    /**
     * A second store object on the same data, as another node of the service has it: with a connection pool and all
     * state in memory of its own.
     *
     * @return empty unless overridden, as a shared store does
     */
    protected Optional<IdempotencyStore> secondNode() {
        return Optional.empty();
    }

    /**
     * Restarts the store: closes whatever is open, the server itself if that is possible, and opens a new store on the
     * same data.
     *
     * @return the new store; empty unless overridden
     */
    protected Optional<IdempotencyStore> restarted() {
        return Optional.empty();
    }

    /**
     * Replaces the stored result of a completed record by other bytes, as damage or a newer release would.
     *
     * @param cellId the cell
     * @param encoded in place of {@link dev.semel.spi.RecordedResult#encoded()}
     * @return false if this store cannot do so, which is the answer unless overridden
     */
    protected boolean plantResult(CellId cellId, byte[] encoded) {
        return false;
    }

    /**
     * A store whose server cannot be reached, for example one that connects to a closed port.
     *
     * @return empty unless overridden, as a shared store does
     */
    protected Optional<IdempotencyStore> unreachable() {
        return Optional.empty();
    }

    @Test
    @DisplayName("A store that declares itself shared or durable is held to it")
    void isHeldToWhatItDeclares() {
        StoreCapabilities declared = store().capabilities();
        boolean declaresMore = declared.shared() || declared.durability() != DurabilityClass.D;
        assertThat(!declaresMore || this instanceof ManyProcesses)
                .as(
                        "%s declares %s; its contract must extend SharedIdempotencyStoreContract",
                        declared.name(), declared)
                .isTrue();
    }

    /** Marks the contracts that hold a store to what several processes and restarts ask of it. */
    interface ManyProcesses {}

    /** Whether a claim may be answered {@link dev.semel.spi.Claim.Contended}. */
    boolean mayContend() {
        return false;
    }

    @Nested
    @DisplayName("claim")
    class Claims extends ClaimBehaviours {
        Claims() {
            super(IdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("cells")
    class Cells extends CellBehaviours {
        Cells() {
            super(IdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("a claim sent again")
    class ResentClaims extends ResentClaimBehaviours {
        ResentClaims() {
            super(IdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("takeover")
    class Takeovers extends TakeoverBehaviours {
        Takeovers() {
            super(IdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("fingerprints")
    class Fingerprints extends FingerprintBehaviours {
        Fingerprints() {
            super(IdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("complete")
    class Completions extends CompletionBehaviours {
        Completions() {
            super(IdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("fenced writes")
    class FencedWrites extends FencedWriteBehaviours {
        FencedWrites() {
            super(IdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("release and hold")
    class Releases extends ReleaseBehaviours {
        Releases() {
            super(IdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("renew")
    class Renewals extends RenewBehaviours {
        Renewals() {
            super(IdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("expiry and purge")
    class Expiries extends ExpiryBehaviours {
        Expiries() {
            super(IdempotencyStoreContract.this);
        }
    }

    @Nested
    @DisplayName("races")
    class Races extends RaceBehaviours {
        Races() {
            super(IdempotencyStoreContract.this);
        }
    }
}
