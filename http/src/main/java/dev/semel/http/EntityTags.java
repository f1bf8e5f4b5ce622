/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of {@code If-Match} or {@code If-None-Match}. */
sealed interface EntityTags {
    /** The field was not sent. */
    record Absent() implements EntityTags {}

    /** {@code *}: any version, as long as there is one. */
    record Any() implements EntityTags {}

    /** One of these versions; never empty. */
    record Listed(List<EntityTag> tags) implements EntityTags {
        public Listed {
            tags = List.copyOf(tags);
        }
    }

    /** Between two tags stands a comma; around them may be white space and empty elements (section 5.6.1). */
    Pattern GAP = Pattern.compile("[ \t,]*+");

    /**
     * Reads all lines of a field. A comma may be part of a tag, so that nothing can be split at commas.
     *
     * @throws InvalidPreconditionException if this is neither {@code *} nor a list of tags
     */
    static EntityTags read(String field, List<String> lines) {
        if (lines.isEmpty()) {
            return new Absent();
        }
        String value = String.join(",", lines);
        if (value.strip().equals("*")) {
            return new Any();
        }
        List<EntityTag> tags = listed(value);
        if (tags.isEmpty()) {
            throw new InvalidPreconditionException(field);
        }
        return new Listed(tags);
    }

    /** The tags of a list; none if it is malformed. */
    private static List<EntityTag> listed(String value) {
        List<EntityTag> tags = new ArrayList<>();
        Matcher gap = GAP.matcher(value);
        Matcher tag = EntityTag.FIELD_FORM.matcher(value);
        int at = 0;
        while (true) {
            gap.region(at, value.length()).lookingAt();
            boolean separated = gap.group().indexOf(',') >= 0;
            at = gap.end();
            if (at == value.length()) {
                return tags;
            }
            if ((!tags.isEmpty() && !separated)
                    || !tag.region(at, value.length()).lookingAt()) {
                return List.of();
            }
            tags.add(EntityTag.of(tag));
            at = tag.end();
        }
    }

    /** Whether the current version is among these; false for an absent field. */
    default boolean include(Optional<EntityTag> current, BiPredicate<EntityTag, EntityTag> comparison) {
        if (this instanceof Listed listed) {
            return current.isPresent() && listed.tags().stream().anyMatch(each -> comparison.test(each, current.get()));
        }
        return this instanceof Any && current.isPresent();
    }
}
