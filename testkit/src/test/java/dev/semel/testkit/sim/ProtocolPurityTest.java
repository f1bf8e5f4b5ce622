/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.testkit.sim;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.semel.internal.Protocol;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol reads no clock, draws no random number, starts no thread and does no I/O, or no seed could replay it. */
class ProtocolPurityTest {
    private static final Set<String> PURE = Set.of(
            List.class.getName(),
            Objects.class.getName(),
            Optional.class.getName(),
            Duration.class.getName(),
            Collections.class.getName(),
            "java.util.function.Function",
            "java.util.function.Supplier");

    private static final ArchRule KNOWS_ONLY_VALUES =
            classes().should().onlyDependOnClassesThat(describe("are values", ProtocolPurityTest::isPure));
    private static final ArchRule CALLS_NO_SYSTEM =
            noClasses().should().accessClassesThat(describe("touch the outside", type -> isOutside(type)));

    private static boolean isPure(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName();
        return name.isEmpty()
                || name.equals("dev.semel")
                || name.equals("dev.semel.spi")
                || name.equals("dev.semel.internal")
                || name.startsWith("java.lang")
                || name.equals("org.jspecify.annotations")
                || PURE.contains(type.getBaseComponentType().getName());
    }

    private static boolean isOutside(JavaClass type) {
        return type.isEquivalentTo(System.class)
                || type.isEquivalentTo(Math.class)
                || type.isAssignableTo(Thread.class)
                || type.isAssignableTo(ThreadLocal.class)
                || type.isEquivalentTo(Runtime.class)
                || type.isEquivalentTo(Process.class);
    }

    private static JavaClasses classesOf(String simpleName) {
        String name = Protocol.class.getPackageName() + "." + simpleName;
        return new ClassFileImporter()
                .importPackages(Protocol.class.getPackageName())
                .that(describe(
                        "are " + simpleName,
                        type -> type.getName().equals(name) || type.getName().startsWith(name + "$")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Protocol", "Step", "Event", "Answer"})
    void touchesNothingButValues(String simpleName) {
        JavaClasses pure = classesOf(simpleName);
        assertThatCode(() -> KNOWS_ONLY_VALUES.check(pure)).doesNotThrowAnyException();
        assertThatCode(() -> CALLS_NO_SYSTEM.check(pure)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Backoff", "Flight", "LeaseKeeper", "BlockingDriver"})
    void noticesWhatIsNotPure(String simpleName) {
        JavaClasses impure = classesOf(simpleName);
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> KNOWS_ONLY_VALUES.check(impure));
    }

    @Test
    void noticesAThread() {
        JavaClasses impure = classesOf("LeaseKeeper");
        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> CALLS_NO_SYSTEM.check(impure));
    }
}
