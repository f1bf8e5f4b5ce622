/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.scheduling.annotation.Async;

class IdempotentStartTest {
    static List<Arguments> failures() {
        return List.of(
                Arguments.of(PrivateMethod.class, "private method cannot be advised"),
                Arguments.of(FinalMethod.class, "final method cannot be advised"),
                Arguments.of(StaticMethod.class, "static method cannot be advised"),
                Arguments.of(Stage.class, "CompletionStage"),
                Arguments.of(Later.class, "Future"),
                Arguments.of(Publisher.class, "Publisher"),
                Arguments.of(Asynchronous.class, "@Async"),
                Arguments.of(Streaming.class, "a stream"),
                Arguments.of(Unparsable.class, "is no expression"),
                Arguments.of(Blank.class, "is blank"),
                Arguments.of(UnknownVariable.class, "names #oder, which is no parameter"),
                Arguments.of(NoKey.class, "has no key"),
                Arguments.of(NoCodec.class, "It is abstract"),
                Arguments.of(Untyped.class, "says nothing of what is stored"),
                Arguments.of(ClassNamed.class, "There is no codec"),
                Arguments.of(NoMode.class, "mode = \"exactly-once\" cannot be read"),
                Arguments.of(JoinedHere.class, "JOINED mode, for which there is no store"),
                Arguments.of(NoLease.class, "lease = \"soon\" cannot be read"),
                Arguments.of(ShortRetention.class, "not longer than the retention"),
                Arguments.of(SameName.class, "Two methods are the operation \"pay\""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void failsAtStartAndNamesTheMethod(Class<?> bean, String problem) {
        assertThatThrownBy(() -> Contexts.of(bean))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining(bean.getName());
    }

    @Test
    void failsAtStartForALazyBeanToo() {
        assertThatThrownBy(() -> {
                    try (var context = new AnnotationConfigApplicationContext()) {
                        context.register(Contexts.Guards.class);
                        context.registerBean(NoKey.class, definition -> definition.setLazyInit(true));
                        context.refresh();
                    }
                })
                .isInstanceOf(IdempotencySetupException.class);
    }

    @Test
    void resolvesPlaceholders() {
        try (var context = Contexts.of(Map.of("my.retention", "7d", "my.wait", "2s"), Placeholders.class)) {
            var policy = context.getBean(IdempotentMethodsCheck.class)
                    .operations()
                    .get(0)
                    .policy();

            assertThat(policy.retention()).hasDays(7);
            assertThat(policy.waiting()).hasToString("WaitUpTo[limit=PT2S]");
            assertThat(policy.lease()).hasSeconds(30);
        }
    }

    @Test
    void namesOperationsWithPackageAndParameterTypes() {
        try (var context = Contexts.of(Overloaded.class)) {
            assertThat(context.getBean(IdempotentMethodsCheck.class).operations())
                    .extracting(GuardedOperation::name)
                    .containsExactlyInAnyOrder(
                            Overloaded.class.getName() + "#pay(java.lang.String)",
                            Overloaded.class.getName() + "#pay(java.lang.String,int[])");
        }
    }

    @Test
    void onlyWarnsOfSelfInvocation() {
        assertThatCode(() -> Contexts.of(CallsItself.class).close()).doesNotThrowAnyException();
        assertThat(SelfInvocations.callersOf(method(CallsItself.class, "pay"), CallsItself.class))
                .contains("direct")
                .anyMatch(caller -> caller.contains("lambda"))
                .doesNotContain("other");
    }

    private static java.lang.reflect.Method method(Class<?> type, String name) {
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static class PrivateMethod {
        @Idempotent(key = "#key")
        @SuppressWarnings({"UnusedMethod", "UnusedVariable"})
        private void pay(String key) {}
    }

    static class FinalMethod {
        @Idempotent(key = "#key")
        final void pay(String key) {}
    }

    static class StaticMethod {
        @Idempotent(key = "#key")
        static void pay(String key) {}
    }

    static class Stage {
        @Idempotent(key = "#key")
        CompletionStage<String> pay(String key) {
            return CompletableFuture.completedFuture(key);
        }
    }

    static class Later {
        @Idempotent(key = "#key")
        Future<String> pay(String key) {
            return CompletableFuture.completedFuture(key);
        }
    }

    static class Publisher {
        @Idempotent(key = "#key")
        Flow.Publisher<String> pay(String key) {
            return subscriber -> {};
        }
    }

    static class Asynchronous {
        @Async
        @Idempotent(key = "#key")
        void pay(String key) {}
    }

    static class Streaming {
        @Idempotent(key = "#key")
        Stream<String> pay(String key) {
            return Stream.of(key);
        }
    }

    static class Unparsable {
        @Idempotent(key = "#key.")
        void pay(String key) {}
    }

    static class Blank {
        @Idempotent(key = "${no.such.property:}")
        void pay(String key) {}
    }

    static class UnknownVariable {
        @Idempotent(key = "#oder")
        void pay(String order) {}
    }

    static class NoKey {
        @Idempotent
        void pay(String key) {}
    }

    interface Shape {}

    static class NoCodec {
        @Idempotent(key = "#key")
        List<Shape> pay(String key) {
            return List.of();
        }
    }

    static class Untyped {
        @Idempotent(key = "#key")
        Object pay(String key) {
            return key;
        }
    }

    @com.fasterxml.jackson.annotation.JsonTypeInfo(use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.CLASS)
    interface Gadget {}

    static class ClassNamed {
        @Idempotent(key = "#key")
        Gadget pay(String key) {
            return new Gadget() {};
        }
    }

    static class NoMode {
        @Idempotent(key = "#key", mode = "exactly-once")
        void pay(String key) {}
    }

    static class JoinedHere {
        @Idempotent(key = "#key", mode = "joined")
        void pay(String key) {}
    }

    static class NoLease {
        @Idempotent(key = "#key", lease = "soon")
        void pay(String key) {}
    }

    static class ShortRetention {
        @Idempotent(key = "#key", lease = "10s", retention = "5s")
        void pay(String key) {}
    }

    static class SameName {
        @Idempotent(key = "#key", operation = "pay")
        void pay(String key) {}

        @Idempotent(key = "#key", operation = "pay")
        void payAgain(String key) {}
    }

    static class Placeholders {
        @Idempotent(key = "#key", retention = "${my.retention}", waiting = "${my.wait}", lease = "${my.lease:}")
        void pay(String key) {}
    }

    static class Overloaded {
        @Idempotent(key = "#key")
        void pay(String key) {}

        @Idempotent(key = "#key")
        void pay(String key, int[] amounts) {}
    }

    static class CallsItself {
        @Idempotent(key = "#key")
        void pay(String key) {}

        void direct() {
            pay("a");
        }

        Runnable deferred() {
            return () -> pay("b");
        }

        void other() {
            direct();
        }
    }
}
