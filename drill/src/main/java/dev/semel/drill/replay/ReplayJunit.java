/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The XML that build servers read: a case an endpoint; where nothing can be said, it is skipped. */
final class ReplayJunit {
    private ReplayJunit() {}

    static void write(ReplayReport report, Writer out) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("testsuites");
            xml.writeStartElement("testsuite");
            xml.writeAttribute("name", text("semel replay to " + report.target()));
            xml.writeAttribute("tests", String.valueOf(report.endpoints().size()));
            xml.writeAttribute(
                    "failures", String.valueOf(report.with(Effect.TWICE).size()));
            xml.writeAttribute("errors", "0");
            int skipped = report.with(Effect.UNKNOWN).size()
                    + report.with(Effect.REFUSED).size();
            xml.writeAttribute("skipped", String.valueOf(skipped));
            for (EndpointResult result : report.endpoints()) {
                testCase(xml, result);
            }
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException("the XML cannot be written", e);
        }
    }

    private static void testCase(XMLStreamWriter xml, EndpointResult result) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", "replay");
        xml.writeAttribute("name", text(result.endpoint().toString()));
        if (result.effect() != Effect.PROTECTED) {
            xml.writeEmptyElement(result.effect() == Effect.TWICE ? "failure" : "skipped");
            List<String> examples = result.examples();
            xml.writeAttribute("message", text(result.effect().text() + ": " + String.join("; ", examples)));
        }
        xml.writeEndElement();
    }

    /** Without the characters that no XML may hold, not even escaped. */
    private static String text(String raw) {
        return raw.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", ".");
    }
}
