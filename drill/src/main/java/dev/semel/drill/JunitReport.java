/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill;

import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The XML that build servers read: a suite a group, a case a row. */
final class JunitReport {
    private JunitReport() {}

    static void write(DrillReport report, Writer out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuites");
            xml.writeAttribute("name", text("semel drill " + report.target()));
            counts(xml, report.results(), report.took());
            Map<String, List<RowResult>> groups = report.results().stream()
                    .collect(Collectors.groupingBy(
                            result -> result.row().group(), LinkedHashMap::new, Collectors.toList()));
            for (Map.Entry<String, List<RowResult>> group : groups.entrySet()) {
                suite(xml, group.getKey(), group.getValue());
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("the XML cannot be written", e);
        }
    }

    private static void suite(XMLStreamWriter xml, String group, List<RowResult> results) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", text(group));
        counts(xml, results, results.stream().map(RowResult::took).reduce(Duration.ZERO, Duration::plus));
        for (RowResult result : results) {
            testCase(xml, result);
        }
        xml.writeCharacters("\n  ");
        xml.writeEndElement();
    }

    private static void counts(XMLStreamWriter xml, List<RowResult> results, Duration took) throws XMLStreamException {
        xml.writeAttribute("tests", String.valueOf(results.size()));
        xml.writeAttribute("failures", count(results, "fail"));
        xml.writeAttribute("skipped", count(results, "n/a"));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("time", seconds(took));
    }

    private static String count(List<RowResult> results, String word) {
        return String.valueOf(results.stream()
                .filter(result -> result.verdict().word().equals(word))
                .count());
    }

    private static void testCase(XMLStreamWriter xml, RowResult result) throws XMLStreamException {
        Row row = result.row();
        xml.writeCharacters("\n    ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", text("drill." + row.group()));
        xml.writeAttribute(
                "name",
                text("row " + row.number() + " [" + row.levelText() + "] "
                        + row.meaning().title() + " (" + row.meaning().source() + ")"));
        xml.writeAttribute("time", seconds(result.took()));
        if (!(result.verdict() instanceof Verdict.Passed)) {
            String element = result.verdict() instanceof Verdict.Failed ? "failure" : "skipped";
            xml.writeEmptyElement(element);
            xml.writeAttribute("message", text(result.verdict().detail()));
        }
        xml.writeEndElement();
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
    }

    /** Without the characters that no XML may hold, not even escaped. */
    private static String text(String raw) {
        return raw.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", ".");
    }
}
