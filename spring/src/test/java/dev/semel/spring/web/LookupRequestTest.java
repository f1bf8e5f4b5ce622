/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class LookupRequestTest {
    private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/orders");
    private final LookupRequest lookup = new LookupRequest(request);

    @Test
    void keepsAttributesToItself() {
        request.setAttribute("theirs", "before");

        lookup.setAttribute("own", "value");
        lookup.setAttribute("theirs", "changed");
        assertThat(lookup.getAttribute("own")).isEqualTo("value");
        assertThat(lookup.getAttribute("theirs")).isEqualTo("changed");
        lookup.removeAttribute("theirs");

        assertThat(lookup.getAttribute("theirs")).isNull();
        assertThat(Collections.list(lookup.getAttributeNames())).contains("own").doesNotContain("theirs");
        assertThat(request.getAttribute("theirs")).isEqualTo("before");
        assertThat(request.getAttribute("own")).isNull();
    }

    @Test
    void showsTheParametersOfTheQueryOnly() {
        request.setQueryString("a=1&a=2&b=x%20y+z&c");
        request.addParameter("form", "from the body");

        assertThat(lookup.getParameterValues("a")).containsExactly("1", "2");
        assertThat(lookup.getParameter("b")).isEqualTo("x y z");
        assertThat(lookup.getParameter("c")).isEmpty();
        assertThat(lookup.getParameter("form")).isNull();
    }

    @Test
    void hasNoBody() {
        assertThatIllegalStateException().isThrownBy(lookup::getInputStream);
        assertThatIllegalStateException().isThrownBy(lookup::getReader);
        assertThatIllegalStateException().isThrownBy(lookup::getParts);
    }
}
