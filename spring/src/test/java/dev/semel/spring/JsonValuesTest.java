/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.semel.Bytes;
import dev.semel.codec.ResultCodec;
import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class JsonValuesTest {
    private final JsonValues values = JsonValues.of(JsonMapper.shared());

    @Test
    void comparesMapsWhateverTheirOrder() {
        Map<String, Integer> one = new LinkedHashMap<>(Map.of("a", 1));
        one.put("b", 2);
        Map<String, Integer> other = new LinkedHashMap<>(Map.of("b", 2));
        other.put("a", 1);

        assertThat(values.comparable(one)).isEqualTo(values.comparable(other));
        assertThat(values.comparable(one)).isNotEqualTo(values.comparable(Map.of("a", 1)));
        assertThat(values.comparable(null)).isNotEqualTo(values.comparable("null"));
    }

    @Test
    void readsASubtypeByItsNameAndNotByItsClass() throws Exception {
        ResultCodec<Object> codec = codec(Shape.class);

        assertThat(codec.decode(codec.encode(new Circle(2)), 1)).isEqualTo(new Circle(2));
        assertThat(codec.encode(new Circle(2)).toUtf8()).doesNotContain("dev.semel");
    }

    @Test
    void doesNotReadClassNamesAlthoughTheApplicationsMapperWould() throws Exception {
        JsonMapper trusting = JsonMapper.builder()
                .activateDefaultTyping(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build(),
                        DefaultTyping.NON_FINAL)
                .build();
        ResultCodec<Object> codec = typed(JsonValues.of(trusting).codecFor(Box.class));

        assertThat(codec.encode(new Box("x")).toUtf8()).isEqualTo("{\"content\":\"x\"}");
        assertThat(codec.decode(Bytes.utf8("{\"content\":[\"java.util.ArrayList\",[]]}"), 1))
                .isEqualTo(new Box(List.of("java.util.ArrayList", List.of())));
    }

    @Test
    void refusesTypesThatCannotBeReplayed() {
        for (Type type : List.of(
                Object.class,
                InputStream.class,
                Runnable.class,
                ResolvableType.forClassWithGenerics(List.class, Runnable.class).getType(),
                ResolvableType.forClassWithGenerics(Optional.class, Runnable.class)
                        .getType())) {
            assertThatIllegalArgumentException().as(type.getTypeName()).isThrownBy(() -> values.codecFor(type));
        }
    }

    @Test
    void keepsEmptyOptionalsApartFromFullOnes() throws Exception {
        ResultCodec<Object> codec = codec(ResolvableType.forClassWithGenerics(Optional.class, String.class)
                .getType());

        assertThat(codec.decode(codec.encode(Optional.empty()), 1)).isEqualTo(Optional.empty());
        assertThat(codec.decode(codec.encode(Optional.of("")), 1)).isEqualTo(Optional.of(""));
    }

    @Test
    void refusesAVersionThatItDoesNotKnow() {
        ResultCodec<Object> codec = codec(Circle.class);

        assertThatThrownBy(() -> codec.decode(Bytes.utf8("{}"), 2)).hasMessageContaining("Version 2");
    }

    @Test
    void readsWhatThisReleaseWroteInItsFirstDays() throws Exception {
        assertThat(codec(Box.class).decode(Bytes.utf8("{\"content\":\"x\"}"), 1))
                .isEqualTo(new Box("x"));
    }

    private ResultCodec<Object> codec(Type type) {
        return typed(values.codecFor(type));
    }

    @SuppressWarnings("unchecked") // the tests give it what it is for
    private static ResultCodec<Object> typed(Optional<ResultCodec<?>> codec) {
        return (ResultCodec<Object>) codec.orElseThrow();
    }

    record Box(Object content) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes(@JsonSubTypes.Type(value = Circle.class, name = "circle"))
    sealed interface Shape {}

    record Circle(int radius) implements Shape {}
}
