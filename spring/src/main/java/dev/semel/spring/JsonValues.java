/* Copyright 2026 the Semel authors. SPDX-License-Identifier: Apache-2.0 */
package dev.semel.spring;

import dev.semel.Bytes;
import dev.semel.codec.ResultCodec;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Optional;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Values as JSON, by Jackson. A codec is bound to the declared type: type names that an annotation would put into the JSON
 * are refused, and so is default typing, because stored data must not choose a class. Subtypes that are named by the
 * declared type itself ({@code @JsonSubTypes}) are data and work.
 */
public final class JsonValues implements MethodValues {
    private final JsonMapper mapper;

    private JsonValues(JsonMapper mapper) {
        this.mapper = mapper;
    }

    /**
     * Values by a mapper's modules and settings.
     *
     * @param mapper the application's mapper; it is copied, and the copy is restricted
     * @return the values
     */
    public static JsonValues of(JsonMapper mapper) {
        return new JsonValues(mapper.rebuild()
                .deactivateDefaultTyping()
                .polymorphicTypeValidator(new NoClassNames())
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.INDENT_OUTPUT)
                // an OffsetDateTime is replayed with the offset that it was recorded with
                .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .build());
    }

    @Override
    public Optional<ResultCodec<?>> codecFor(Type type) {
        Optional<ResultCodec<?>> builtIn = MethodValues.builtIn().codecFor(type);
        if (builtIn.isPresent()) {
            return builtIn;
        }
        JavaType declared = mapper.constructType(type);
        requireReadable(declared, type);
        return Optional.of(new Json(mapper, declared));
    }

    @Override
    public Bytes comparable(@Nullable Object value) {
        try {
            return Bytes.wrap(mapper.writeValueAsBytes(value));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("A value cannot be written as JSON to compare it.", e);
        }
    }

    private void requireReadable(JavaType type, Type declared) {
        if (declared instanceof TypeVariable<?> || type.isJavaLangObject()) {
            throw new IllegalArgumentException("The type says nothing of what is stored.");
        }
        if (type.isTypeOrSubTypeOf(BaseStream.class) || type.isTypeOrSubTypeOf(AutoCloseable.class)) {
            throw new IllegalArgumentException("What can be read once or must be closed cannot be replayed.");
        }
        JavaType content = type.getContentType();
        if (content != null && !content.isJavaLangObject()) {
            requireReadable(content, content);
        }
        if (type.isContainerType() || type.isReferenceType()) {
            return;
        }
        try {
            if (mapper._deserializationContext().findRootValueDeserializer(type) instanceof AbstractDeserializer) {
                throw new IllegalArgumentException("It is abstract, and JSON does not tell its class.");
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("Jackson cannot read it: " + e.getOriginalMessage(), e);
        }
    }

    private record Json(JsonMapper mapper, JavaType type) implements ResultCodec<Object> {
        @Override
        public String name() {
            return "json";
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public Bytes encode(Object value) {
            return Bytes.wrap(mapper.writerFor(type).writeValueAsBytes(value));
        }

        @Override
        public Object decode(Bytes bytes, int version) {
            if (version != 1) {
                throw new IllegalArgumentException("Version " + version + " of the JSON form is not known here.");
            }
            return mapper.readerFor(type).readValue(bytes.newInputStream());
        }
    }

    private static final class NoClassNames extends PolymorphicTypeValidator {
        private static final long serialVersionUID = 1L;

        @Override
        public Validity validateBaseType(DatabindContext context, JavaType baseType) {
            return Validity.DENIED;
        }

        @Override
        public Validity validateSubClassName(DatabindContext context, JavaType baseType, String className) {
            return Validity.DENIED;
        }

        @Override
        public Validity validateSubType(DatabindContext context, JavaType baseType, JavaType subType) {
            return Validity.DENIED;
        }
    }
}
