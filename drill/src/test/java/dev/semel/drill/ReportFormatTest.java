/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportFormatTest {
    private static final String NASTY = "<script>alert(\"x\")</script> & '\u0001\uffff ]]>";

    private final DrillReport report = new DrillReport(
            Target.parse("http://localhost:1"),
            Instant.EPOCH,
            Duration.ofMillis(1500),
            List.of(
                    result("1", new Verdict.Passed("")),
                    result("2", new Verdict.Failed(NASTY, NASTY)),
                    result("49", new Verdict.NotApplicable(NASTY)),
                    result("86", new Verdict.Passed(NASTY))));

    private static RowResult result(String row, Verdict verdict) {
        return new RowResult(Catalogue.standard().find(row).orElseThrow(), verdict, Duration.ofMillis(12));
    }

    private String written(ReportFormat format) throws IOException {
        StringWriter out = new StringWriter();
        format.write(report, out);
        return out.toString();
    }

    @Test
    void textHasALineForEachRowAndASummary() throws IOException {
        assertThat(written(ReportFormat.TEXT).lines())
                .contains("pass     1  M      A new quoted key executes once, and the answer bears no replay marker"
                        + " (IK §2.1, §6)")
                .noneMatch(line -> line.contains("\u0001"))
                .contains("http://localhost:1: 2 passed, 1 failed, 1 not applicable, in 1.5 s")
                .last()
                .isEqualTo("failed rows of level M or S: 2");
    }

    @Test
    void jsonCanBeReadBack() throws IOException {
        JsonNode root = new JsonMapper().readTree(written(ReportFormat.JSON));
        assertThat(root.path("conformant").asBoolean()).isFalse();
        assertThat(root.path("passed").asInt()).isEqualTo(2);
        JsonNode failed = root.path("rows").path(1);
        assertThat(failed.path("row").asString()).isEqualTo("2");
        assertThat(failed.path("levels").path(0).asString()).isEqualTo("S");
        assertThat(failed.path("verdict").asString()).isEqualTo("fail");
        assertThat(failed.path("expected").asString()).isEqualTo(NASTY);
        assertThat(failed.path("came").asString()).isEqualTo(NASTY);
        assertThat(root.path("rows").path(2).path("reason").asString()).isEqualTo(NASTY);
    }

    @Test
    void junitIsWellFormedAndCountsFailuresAndSkips() throws Exception {
        byte[] xml = written(ReportFormat.JUNIT).getBytes(StandardCharsets.UTF_8);
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        Element root = document.getDocumentElement();
        assertThat(root.getAttribute("tests")).isEqualTo("4");
        assertThat(root.getAttribute("failures")).isEqualTo("1");
        assertThat(root.getAttribute("skipped")).isEqualTo("1");
        assertThat(document.getElementsByTagName("testcase").getLength()).isEqualTo(4);
        Element failure = (Element) document.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).contains("<script>alert(\"x\")</script> & '..");
        assertThat(document.getElementsByTagName("skipped").getLength()).isEqualTo(1);
    }

    @Test
    void htmlEscapesAndNeedsNothingElse() throws IOException {
        String html = written(ReportFormat.HTML);
        assertThat(html)
                .contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;")
                .contains("Verdicts by group", "Verdicts by level", "<canvas ")
                .contains("prefers-color-scheme: dark")
                .contains("failed rows of level M or S: 2")
                .doesNotContain("<script>alert")
                .doesNotContain("\u0001")
                .doesNotContainPattern("<[^>]* (src|href)=")
                .doesNotContain("<link", "@import", "url(");
    }
}
