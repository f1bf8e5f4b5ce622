/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.boot;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The arrows between modules that are allowed, over all jars; each module has its package. */
class ArrowsTest {
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("core", Set.of()),
            Map.entry("testkit", Set.of("core")),
            Map.entry("jdbc", Set.of("core")),
            Map.entry("caffeine", Set.of("core")),
            Map.entry("redis", Set.of("core")),
            Map.entry("resilience4j", Set.of("core")),
            Map.entry("http", Set.of("core")),
            Map.entry("client", Set.of("core", "http")),
            Map.entry("servlet", Set.of("core", "http")),
            Map.entry("drill", Set.of()),
            // starts servers for tests
            Map.entry("examples", Set.of()),
            Map.entry("spring", Set.of("core", "http", "jdbc", "servlet")),
            Map.entry(
                    "spring.boot",
                    Set.of(
                            "core",
                            "caffeine",
                            "client",
                            "http",
                            "jdbc",
                            "redis",
                            "resilience4j",
                            "servlet",
                            "spring")));

    private static final JavaClasses SEMEL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.semel");

    @Test
    void everyModuleIsLookedAt() {
        Set<String> found = SEMEL.stream().map(ArrowsTest::moduleOf).collect(Collectors.toCollection(TreeSet::new));

        assertThat(found).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    @Test
    void modulesDependAlongTheArrowsOnly() {
        classes()
                .that()
                .resideInAPackage("dev.semel..")
                .should(followTheArrows())
                .check(SEMEL);
    }

    @Test
    void theCoreNeedsTwoLibraries() {
        onlyDependsOn("core", "java..", "org.slf4j..", "org.jspecify..");
    }

    @Test
    void theMeaningOfHttpNeedsNoServer() {
        onlyDependsOn("http", "java..", "org.slf4j..", "org.jspecify..");
    }

    @Test
    void theCallersRulesNeedNoHttpClient() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.semel.client", "dev.semel.client.spi")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..", "feign..", "org.springframework..")
                .check(SEMEL);
    }

    @Test
    void theFilterNeedsTheServletApiOnly() {
        onlyDependsOn("servlet", "java..", "org.slf4j..", "org.jspecify..", "jakarta.servlet..");
    }

    @Test
    void theDatabaseStoreNeedsJdbcOnly() {
        onlyDependsOn("jdbc", "java..", "javax.sql..", "org.slf4j..", "org.jspecify..");
    }

    @Test
    void theRedisStoreNeedsLettuceAndWhatItWritesToOnly() {
        onlyDependsOn("redis", "java..", "io.lettuce..", "io.netty.buffer..", "org.slf4j..", "org.jspecify..");
    }

    @Test
    void theReplayCacheNeedsCaffeineOnly() {
        onlyDependsOn("caffeine", "java..", "org.jspecify..", "com.github.benmanes.caffeine..");
    }

    @Test
    void theDrillKnowsNothingOfWhatItDrills() {
        onlyDependsOn(
                "drill", "java..", "javax.net..", "javax.xml..", "org.jspecify..", "picocli..", "tools.jackson..");
    }

    @Test
    void theInnerPartsOfTheCoreAreTheCoresOwn() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.semel", "dev.semel.internal..", "dev.semel.testkit..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.semel.internal..")
                .check(SEMEL);
    }

    private static void onlyDependsOn(String module, String... packages) {
        List<JavaClass> own =
                SEMEL.stream().filter(each -> moduleOf(each).equals(module)).toList();
        assertThat(own).isNotEmpty().allSatisfy(each -> assertThat(each.getDirectDependenciesFromSelf())
                .allMatch(dependency -> {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    return target.isPrimitive()
                            || target.getPackageName().startsWith("dev.semel")
                            || Set.of(packages).stream()
                                    .map(name -> name.replace("..", ""))
                                    .anyMatch(target.getPackageName()::startsWith);
                }));
    }

    private static ArchCondition<JavaClass> followTheArrows() {
        return new ArchCondition<>("depend on the modules that theirs may") {
            @Override
            public void check(JavaClass from, ConditionEvents events) {
                from.getDirectDependenciesFromSelf().stream()
                        .filter(each -> each.getTargetClass().getPackageName().startsWith("dev.semel"))
                        .filter(each -> !isAllowed(from, each.getTargetClass()))
                        .forEach(each -> events.add(SimpleConditionEvent.violated(from, each.getDescription())));
            }
        };
    }

    private static boolean isAllowed(JavaClass from, JavaClass to) {
        String module = moduleOf(from);
        return module.equals(moduleOf(to))
                || ALLOWED.getOrDefault(module, Set.of()).contains(moduleOf(to));
    }

    private static String moduleOf(JavaClass type) {
        String inside = type.getPackageName().replaceFirst("^dev\\.semel\\.?", "");
        return ALLOWED.keySet().stream()
                .filter(module -> inside.equals(module) || inside.startsWith(module + "."))
                .max(java.util.Comparator.comparingInt(String::length))
                .orElse("core");
    }
}
