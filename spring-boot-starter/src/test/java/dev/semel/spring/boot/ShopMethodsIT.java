/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.spring.boot.shop.PaymentService;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Guarded methods of a service, outside and inside of a transaction. */
class ShopMethodsIT {
    private static RunningShop shop;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        shop = RunningShop.start();
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @Test
    void aServiceMethodIsGuardedOutsideOfATransaction() {
        PaymentService payments = shop.bean(PaymentService.class);

        String first = payments.book("ann", key);

        assertThat(payments.book("ann", key)).isEqualTo(first);
        assertThat(shop.rows(key)).isEqualTo(1);
    }

    @Test
    void aServiceMethodInAnOuterTransactionEndsWithIt() {
        PaymentService payments = shop.bean(PaymentService.class);
        TransactionTemplate outer = shop.bean(TransactionTemplate.class);

        outer.executeWithoutResult(status -> {
            payments.book("ann", key);
            status.setRollbackOnly();
        });
        assertThat(shop.rows(key)).isZero();

        String committed = outer.execute(status -> payments.book("ann", key));
        assertThat(payments.book("ann", key)).isEqualTo(committed);
        assertThat(shop.rows(key)).isEqualTo(1);
    }

    @Test
    void aServiceMethodInAReadOnlyTransactionIsRefused() {
        TransactionTemplate outer = new TransactionTemplate(shop.bean(PlatformTransactionManager.class));
        outer.setReadOnly(true);

        assertThatThrownBy(() ->
                        outer.execute(status -> shop.bean(PaymentService.class).book("ann", key)))
                .rootCause()
                .hasMessageContaining("read-only");
        assertThat(shop.rows(key)).isZero();
    }

    @Test
    void aLeasedServiceMethodIsRecordedApart() {
        PaymentService payments = shop.bean(PaymentService.class);

        String first = payments.bookLeased(key);

        assertThat(payments.bookLeased(key)).isEqualTo(first);
        assertThat(shop.rows(key)).isEqualTo(1);
    }
}
