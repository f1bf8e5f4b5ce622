/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A method and a path in which each identifier is {@code {id}}.
 *
 * @param method such as POST
 * @param template such as {@code /orders/{id}/lines}
 */
public record Endpoint(String method, String template) implements Comparable<Endpoint> {
    private static final int LONGEST = 300;
    private static final Pattern ID = Pattern.compile(
            "[0-9]+" // a number
                    + "|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}" // a UUID
                    + "|(?=[^0-9]*[0-9])[0-9a-fA-F]{8,}" // a digest
                    + "|[0-9]{4}-[0-9]{2}-[0-9]{2}" // a day
                    + "|[A-Za-z]+[-_:.][0-9]+" // order-12
                    + "|(?=[^0-9]*[0-9]).{10,}" // anything long with a digit
                    + "|.*[@%].*"); // a mail address, or what needs escapes

    static Endpoint of(String method, String path) {
        String bare = path.split("[?#;]", 2)[0];
        List<String> parts = new ArrayList<>();
        for (String part : bare.split("/", -1)) {
            parts.add(ID.matcher(part).matches() ? "{id}" : part);
        }
        String template = String.join("/", parts);
        return new Endpoint(method, template.length() > LONGEST ? template.substring(0, LONGEST) + "…" : template);
    }

    @Override
    public int compareTo(Endpoint other) {
        int byPath = template.compareTo(other.template);
        return byPath != 0 ? byPath : method.compareTo(other.method);
    }

    @Override
    public String toString() {
        return method + " " + template;
    }
}
