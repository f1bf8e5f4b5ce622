/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.jdbc;

import dev.semel.CellId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Says after each question how it went. */
final class Echo implements Gatherer.Verb<Echo.Question, String> {
    record Question(CellId cell, String text, boolean large) {
        boolean first() {
            return text.equals("first");
        }
    }

    static final int MOST = 12;
    static final String RARE = "rare";

    interface Failure {
        @Nullable
        SQLException now() throws InterruptedException;
    }

    final List<String> alone = new CopyOnWriteArrayList<>();
    final List<Integer> batches = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    volatile CountDownLatch isSending = new CountDownLatch(1);
    volatile CountDownLatch letGo = new CountDownLatch(1);
    volatile Failure failure = () -> null;

    void block() {
        isSending = new CountDownLatch(1);
        letGo = new CountDownLatch(1);
    }

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public CellId cell(Question question) {
        return question.cell();
    }

    @Override
    public boolean isLarge(Question question) {
        return question.large();
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public String one(Connection connection, Question question) {
        alone.add(question.text());
        threads.add(Thread.currentThread());
        if (question.first()) {
            isSending.countDown();
            await(letGo);
        }
        return question.text() + " alone";
    }

    @Override
    public List<Optional<String>> many(Connection connection, List<Question> questions) throws SQLException {
        batches.add(questions.size());
        try {
            SQLException failed = failure.now();
            if (failed != null) {
                throw failed;
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return questions.stream()
                .map(q -> q.text().equals(RARE) ? Optional.<String>empty() : Optional.of(q.text() + " together"))
                .toList();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
