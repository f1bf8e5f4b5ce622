/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PageTest {
    /** Ends every kind of place that a text can stand in. */
    private static final String NASTY = "\"'></td></title></script><!--<script>alert(1)</script>\u2028&amp;\u0001\\";

    private static final Pattern SCRIPT =
            Pattern.compile("<script( type=\"application/json\")?>(.*?)</script>", Pattern.DOTALL);

    private static String page(Chart... charts) throws IOException {
        StringWriter out = new StringWriter();
        Page page = Page.open(NASTY, out).heading(NASTY).text(NASTY);
        for (Chart chart : charts) {
            page.chart(chart);
        }
        page.table(List.of(NASTY), List.of(List.of(Cell.of(NASTY, Tone.FAIL).withDetail(NASTY))));
        page.end();
        return out.toString();
    }

    private static Chart bars() {
        return new Chart.Bars(NASTY, List.of(NASTY), List.of(new Chart.Series(NASTY, Tone.PASS, List.of(3L))));
    }

    private static Chart scatter(int dots) {
        return new Chart.Scatter(
                NASTY,
                NASTY,
                NASTY,
                List.of(new Chart.Dots(
                        NASTY,
                        Tone.WARN,
                        LongStream.range(0, dots)
                                .mapToObj(i -> new Chart.Dot(i, 1.5, NASTY))
                                .toList())));
    }

    private static List<MatchResult> scripts(String html) {
        return SCRIPT.matcher(html).results().toList();
    }

    @Test
    void noTextBreaksOutOfItsPlace() throws IOException {
        String html = page(bars(), scatter(2));
        assertThat(scripts(html)).hasSize(4);
        assertThat(SCRIPT.matcher(html).replaceAll(""))
                .doesNotContain("<script", "alert(1)</", "<!--", "\u0001")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        for (MatchResult script : scripts(html)) {
            assertThat(script.group(2)).doesNotContain("<!--", "<script", "\u2028");
        }
    }

    @Test
    void theNumbersComeBackAsTheyWere() throws IOException {
        JsonNode data = new JsonMapper().readTree(scripts(page(bars())).get(0).group(2));
        assertThat(data.path("labels").path(0).asString()).isEqualTo(NASTY);
        assertThat(data.path("series").path(0).path("name").asString()).isEqualTo(NASTY);
        assertThat(data.path("series").path(0).path("values").path(0).asLong()).isEqualTo(3);
    }

    @Test
    void thePolicyLetsTheTwoScriptsRunAndNothingElse() throws Exception {
        String html = page(bars());
        assertThat(html).contains("default-src 'none'").doesNotContain("script-src 'unsafe");
        for (MatchResult script : scripts(html)) {
            byte[] sum =
                    MessageDigest.getInstance("SHA-256").digest(script.group(2).getBytes(StandardCharsets.US_ASCII));
            boolean runs = script.group(1) == null;
            assertThat(html.contains("'sha256-" + Base64.getEncoder().encodeToString(sum) + "'"))
                    .isEqualTo(runs);
        }
    }

    @Test
    void theLicenceOfTheLibraryStandsInEachPageThatHoldsIt() throws IOException {
        assertThat(page(bars())).contains("Permission is hereby granted", "Chart.js Contributors");
        assertThat(page()).doesNotContain("Chart.js").hasSizeLessThan(10_000);
    }

    @Test
    void withoutScriptsTheNumbersAreATable() throws IOException {
        String html = SCRIPT.matcher(page(bars(), scatter(600))).replaceAll("");
        assertThat(html)
                .contains("<details open>", "<td class=\"pass\">3</td>", "<td>1.5</td>")
                .contains("<td>499</td>", "and 100 more")
                .doesNotContain("<td>500</td>");
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> new Chart.Dot(Double.NaN, 0, "")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Chart.Bars("", List.of("a", "b"), List.of(new Chart.Series("s", Tone.NONE, List.of(1L)))))
                .hasMessage("series s has 1 values for 2 labels");
    }
}
