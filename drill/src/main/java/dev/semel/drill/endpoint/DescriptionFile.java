/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.drill.endpoint;

import dev.semel.drill.DrillException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads a description; whatever is wrong with it is told in one line, with its place. */
final class DescriptionFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();
    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7e]*");
    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern FIELD_VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");

    private final String name;
    private final UnaryOperator<@Nullable String> environment;

    DescriptionFile(String name, UnaryOperator<@Nullable String> environment) {
        this.name = name;
        this.environment = environment;
    }

    record Root(
            @Nullable Sent request,
            @Nullable Changed changed,
            @Nullable Key key,
            @Nullable Effects effects,
            @Nullable Answers answers,
            @Nullable Load load) {}

    record Sent(
            @Nullable String method,
            @Nullable String path,
            @Nullable Map<String, String> headers,
            @Nullable String body) {}

    record Changed(@Nullable String body) {}

    record Key(@Nullable String header, @Nullable Boolean quoted) {}

    record Effects(
            @Nullable String path,
            @Nullable Map<String, String> headers,
            @Nullable String count,
            @Nullable String pattern,
            @Nullable Long each) {}

    record Answers(
            @Nullable List<Integer> success, @Nullable List<Integer> conflict, @Nullable List<Integer> mismatch) {}

    record Load(@Nullable Integer parallel, @Nullable Integer stormKeys, @Nullable Integer stormAttempts) {}

    Description read(String yaml) {
        Root root = root(yaml);
        Description.Sent sent = sent(root.request());
        Optional<Template> changed = Optional.ofNullable(root.changed())
                .map(each -> template("changed.body", required("changed.body", each.body())));
        Description.Key key = key(root.key(), sent);
        return new Description(sent, changed, key, effects(root.effects()), answers(root.answers()), load(root.load()));
    }

    private Root root(String yaml) {
        try {
            @Nullable Root root = YAML.readValue(yaml, Root.class);
            if (root == null) {
                throw new DrillException(name + " is empty");
            }
            return root;
        } catch (UnrecognizedPropertyException e) {
            String known = String.valueOf(e.getKnownPropertyIds());
            throw wrong(e, "there is no member '" + e.getPropertyName() + "'; members here are " + known);
        } catch (MismatchedInputException e) {
            String path = e.getPath().stream()
                    .map(each -> each.getPropertyName() == null ? "[" + each.getIndex() + "]" : each.getPropertyName())
                    .collect(Collectors.joining("."));
            throw wrong(e, (path.isEmpty() ? "the document" : path) + " is of the wrong kind");
        } catch (JacksonException e) {
            throw wrong(e, firstLine(e.getOriginalMessage()));
        } catch (StackOverflowError e) {
            throw new DrillException(name + " is nested too deeply");
        }
    }

    private DrillException wrong(JacksonException e, String what) {
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        return new DrillException(name + (line > 0 ? ", line " + line : "") + ": " + what);
    }

    private static String firstLine(@Nullable String text) {
        String first = text == null ? "" : text.lines().findFirst().orElse("");
        return first.isEmpty() ? "it is no YAML" : "it is no YAML: " + first;
    }

    private Description.Sent sent(@Nullable Sent sent) {
        Sent given = required("request", sent);
        String method = given.method() == null ? "POST" : given.method();
        if (!Description.methods().contains(method)) {
            throw wrong("request.method", "'" + method + "' is none of " + Description.methods());
        }
        return new Description.Sent(
                method,
                path("request.path", given.path()),
                headers("request.headers", given.headers()),
                template("request.body", given.body() == null ? "" : given.body()));
    }

    private Description.Key key(@Nullable Key key, Description.Sent sent) {
        String header = key == null || key.header() == null ? "Idempotency-Key" : key.header();
        boolean quoted = key != null && Boolean.TRUE.equals(key.quoted());
        if (!header.equals("none")) {
            return new Description.Key(Optional.of(fieldName("key.header", header)), quoted);
        }
        boolean carried = sent.body().names().contains("key")
                || sent.path().names().contains("key")
                || sent.headers().values().stream()
                        .anyMatch(value -> value.names().contains("key"));
        if (!carried) {
            throw wrong("key.header", "it is 'none', and ${key} stands nowhere in the request");
        }
        return new Description.Key(Optional.empty(), quoted);
    }

    private Description.Effects effects(@Nullable Effects effects) {
        Effects given = required("effects", effects);
        if ((given.count() == null) == (given.pattern() == null)) {
            throw wrong("effects", "give one of count (a JSON pointer) and pattern (a regular expression)");
        }
        long each = given.each() == null ? 1 : given.each();
        if (each < 1 || each > 1000) {
            throw wrong("effects.each", "how much one effect adds is 1 to 1000; it is " + each);
        }
        return new Description.Effects(
                path("effects.path", given.path()), headers("effects.headers", given.headers()), counter(given), each);
    }

    private Description.Counter counter(Effects given) {
        if (given.count() != null) {
            try {
                return new Description.Counter.Pointer(JsonPointer.compile(given.count()));
            } catch (IllegalArgumentException e) {
                throw wrong("effects.count", "'" + given.count() + "' is no JSON pointer, such as /total");
            }
        }
        Template pattern = template("effects.pattern", required("effects.pattern", given.pattern()));
        try {
            Pattern.compile(pattern.quotedWith(Map.of()));
            return new Description.Counter.Occurrences(pattern);
        } catch (PatternSyntaxException e) {
            throw wrong("effects.pattern", "it is no regular expression: " + e.getDescription());
        }
    }

    private Description.Answers answers(@Nullable Answers answers) {
        Answers given = answers == null ? new Answers(null, null, null) : answers;
        return new Description.Answers(
                statuses("answers.success", given.success(), List.of()),
                statuses("answers.conflict", given.conflict(), List.of(409)),
                statuses("answers.mismatch", given.mismatch(), List.of(422)));
    }

    private Set<Integer> statuses(String place, @Nullable List<Integer> given, List<Integer> usual) {
        List<Integer> statuses = given == null ? usual : given;
        if (statuses.stream().anyMatch(status -> status < 200 || status > 599)) {
            throw wrong(place, "statuses are 200 to 599; got " + statuses);
        }
        return Set.copyOf(statuses);
    }

    private Description.Load load(@Nullable Load load) {
        Load given = load == null ? new Load(null, null, null) : load;
        return new Description.Load(
                number("load.parallel", given.parallel(), 20, 200),
                number("load.stormKeys", given.stormKeys(), 30, 1000),
                number("load.stormAttempts", given.stormAttempts(), 4, 20));
    }

    private int number(String place, @Nullable Integer given, int usual, int most) {
        int number = given == null ? usual : given;
        if (number < 1 || number > most) {
            throw wrong(place, "it is 1 to " + most + "; got " + number);
        }
        return number;
    }

    private Template path(String place, @Nullable String path) {
        String given = required(place, path);
        if (!PATH.matcher(given).matches()) {
            throw wrong(place, "a path starts with / and has visible ASCII characters only");
        }
        return template(place, given);
    }

    private Map<String, Template> headers(String place, @Nullable Map<String, String> headers) {
        if (headers == null) {
            return Map.of();
        }
        headers.keySet().forEach(header -> fieldName(place, header));
        return headers.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, header -> value(place + "." + header.getKey(), header.getValue())));
    }

    private Template value(String place, @Nullable String value) {
        Template template = template(place, required(place, value));
        if (!FIELD_VALUE.matcher(template.text()).matches()) {
            throw wrong(place, "a header has printable ASCII characters only");
        }
        return template;
    }

    private String fieldName(String place, String header) {
        if (!FIELD_NAME.matcher(header).matches()) {
            throw wrong(place, "'" + header + "' is no name of a header");
        }
        return header;
    }

    private Template template(String place, String text) {
        return Template.of(name + ": " + place, text, environment);
    }

    private <T> T required(String place, @Nullable T value) {
        if (value == null) {
            throw wrong(place, "it is missing");
        }
        return value;
    }

    private DrillException wrong(String place, String what) {
        return new DrillException(name + ": " + place + ": " + what);
    }
}
