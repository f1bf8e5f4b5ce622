/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.semel.IdempotencyPolicy;
import dev.semel.Mode;
import dev.semel.http.HttpPolicy;
import dev.semel.spring.IdempotencySetupException;
import dev.semel.spring.Idempotent;
import dev.semel.spring.PolicyReader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.access.annotation.Secured;
import org.springframework.security.access.prepost.PostAuthorize;
import org.springframework.security.access.prepost.PostFilter;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.access.prepost.PreFilter;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

class RoutesTest {
    @ParameterizedTest(name = "{0}")
    @ValueSource(classes = {OnMethod.class, OnAnswer.class, OnClass.class, OnArguments.class, OnElements.class})
    void refusesAGuardedHandlerWithAMethodSecurityRule(Class<?> controller) {
        assertThatThrownBy(() -> operations(controller))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining(controller.getName() + "#pay is guarded by @Idempotent and has @")
                .hasMessageContaining("security filter chain");
    }

    @Test
    void refusesAMethodSecurityRuleBehindAGuardedPath() {
        assertThat(operations(OnlySecured.class).operations()).isEmpty();
        assertThatThrownBy(() -> operations(OnlySecured.class, "POST /pay/{id}"))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("is guarded by semel.http.paths (/pay/{id}) and has @PreAuthorize");
    }

    @Test
    void refusesAGuardedHandlerThatAFormChoosesByItsParameters() {
        assertThatThrownBy(() -> operations(ByParameter.class))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining(ByParameter.class.getName() + "#pay is guarded by @Idempotent")
                .hasMessageContaining("params = [action=pay]")
                .hasMessageContaining("path of its own");
        assertThatThrownBy(() -> operations(ByParameterUnannotated.class, "/pay"))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining("semel.http.paths (/pay)");
    }

    @Test
    void findsAHandlerByTheParametersOfTheQueryWhereItTakesNoForms() {
        MvcOperations operations = operations(ByQuery.class);
        MockHttpServletRequest request = request("application/json");
        request.setQueryString("action=pay");

        assertThat(operations.resolve(request)).isPresent();
    }

    @Test
    void runsNothingWhereAFormMayBeForAGuardedHandler() {
        MvcOperations operations = operations(BesideAForm.class);
        MockHttpServletRequest form = request("application/x-www-form-urlencoded");
        form.addHeader("Accept", "text/plain");
        form.addParameter("action", "quote");
        MockHttpServletRequest json = request("application/json");
        json.addHeader("Accept", "text/plain");

        assertThatIllegalStateException()
                .isThrownBy(() -> operations.resolve(form))
                .withMessageContaining("nothing ran");
        assertThat(operations.resolve(json)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "NoStatus,storeStatuses",
        "SuccessReleased,releaseStatuses",
        "BothStatuses,releaseStatuses",
        "BothExceptions,releaseExceptions",
        "NoHook,currentState",
        "NoPlace,keyFrom"
    })
    void refusesDeclaredOutcomesThatDoNotFit(String controller, String attribute) throws ClassNotFoundException {
        Class<?> type = Class.forName(RoutesTest.class.getName() + "$" + controller);

        assertThatThrownBy(() -> operations(type))
                .isInstanceOf(IdempotencySetupException.class)
                .hasMessageContaining(type.getName() + "#pay")
                .hasMessageContaining(attribute);
    }

    @Test
    void runsNothingWhereAFormOfAnyKindMayBeForAGuardedHandler() {
        MvcOperations operations = operations(BesideAForm.class);
        for (String type : new String[] {"multipart/form-data; boundary=x", "not a type"}) {
            MockHttpServletRequest form = request(type);
            form.addHeader("Accept", "text/plain");
            assertThatIllegalStateException().as(type).isThrownBy(() -> operations.resolve(form));
        }
        MockHttpServletRequest untyped = new MockHttpServletRequest("POST", "/pay");
        untyped.addHeader("Accept", "text/plain");
        assertThat(operations.resolve(untyped)).isEmpty();
    }

    @Test
    void refusesAHandlerThatTakesFormsWithFilesOnlyAndIsChosenByParameters() {
        assertThatThrownBy(() -> operations(ByParameterOfParts.class)).isInstanceOf(IdempotencySetupException.class);
    }

    private static MockHttpServletRequest request(String contentType) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", "/pay");
        request.setContentType(contentType);
        return request;
    }

    private static MvcOperations operations(Class<?> controller, String... paths) {
        var context = new AnnotationConfigWebApplicationContext();
        context.setServletContext(new MockServletContext());
        context.register(Web.class, controller);
        context.refresh();
        MvcOperations operations = new MvcOperations(
                context,
                new HttpGuard(
                        new PolicyReader(IdempotencyPolicy.leased(), text -> text),
                        HttpPolicy.standard(),
                        Stream.of(paths)
                                .map(path -> GuardedPath.parse(path, "semel.http.paths"))
                                .toList(),
                        Set.of(Mode.LEASED)));
        operations.afterSingletonsInstantiated();
        return operations;
    }

    @EnableWebMvc
    static class Web {}

    @RestController
    static class OnMethod {
        @Idempotent
        @PreAuthorize("hasRole('PAYER')")
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class OnAnswer {
        @Idempotent
        @PostAuthorize("hasRole('PAYER')")
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    @Secured("ROLE_PAYER")
    static class OnClass {
        @Idempotent
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class OnArguments {
        @Idempotent
        @PreFilter("hasRole('PAYER')")
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class OnElements {
        @Idempotent
        @PostFilter("hasRole('PAYER')")
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class ByParameterOfParts {
        @Idempotent
        @PostMapping(path = "/pay", params = "action=pay", consumes = "multipart/form-data")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class OnlySecured {
        @PreAuthorize("hasRole('PAYER')")
        @PostMapping("/pay/{order}")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class ByParameter {
        @Idempotent
        @PostMapping(path = "/pay", params = "action=pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class ByParameterUnannotated {
        @PostMapping(path = "/pay", params = "action=pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class ByQuery {
        @Idempotent
        @PostMapping(path = "/pay", params = "action=pay", consumes = "application/json")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class BesideAForm {
        @Idempotent
        @PostMapping(path = "/pay", produces = "application/json")
        String pay() {
            return "paid";
        }

        @PostMapping(path = "/pay", params = "action=quote")
        String quote() {
            return "quoted";
        }
    }

    @RestController
    static class NoStatus {
        @Idempotent(storeStatuses = 99)
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class SuccessReleased {
        @Idempotent(releaseStatuses = 202)
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class BothStatuses {
        @Idempotent(storeStatuses = 503, releaseStatuses = 503)
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class BothExceptions {
        @Idempotent(
                storeExceptions = IllegalStateException.class,
                releaseExceptions = {IllegalArgumentException.class, IllegalStateException.class})
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class NoHook {
        @Idempotent(currentState = "nobody")
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }

    @RestController
    static class NoPlace {
        @Idempotent(keyFrom = {"header:Idempotency-Key", "json:idempotency_key"})
        @PostMapping("/pay")
        String pay() {
            return "paid";
        }
    }
}
