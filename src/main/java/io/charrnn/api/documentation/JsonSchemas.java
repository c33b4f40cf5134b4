package io.charrnn.api.documentation;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.ParameterCustomizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Lazy;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;

/**
 * Makes the schemas of the OpenAPI document say what the JSON really is, where the
 * documentation's library, which reads the types with settings of its own, does not know:
 * the names of enums, and which values may be null.
 */
@Component
@Lazy
class JsonSchemas implements ModelConverter, ParameterCustomizer {

	private static final String NULL = "null";

	private static final String DURATION = "An ISO 8601 duration, such as PT12.5S.";

	private final JsonMapper json;

	JsonSchemas(JsonMapper json) {
		this.json = json;
	}

	@Override
	public @Nullable Schema<?> resolve(AnnotatedType type, ModelConverterContext context,
			Iterator<ModelConverter> chain) {
		JavaType javaType = Json31.mapper().constructType(type.getType());
		if (javaType != null && JsonNode.class.isAssignableFrom(javaType.getRawClass())) {
			// Annotations say what it may be; what the library would find are Jackson's
			// methods.
			return new JsonSchema();
		}
		Schema<?> schema = chain.hasNext() ? chain.next().resolve(type, context, chain) : null;
		if (schema == null || javaType == null) {
			return schema;
		}
		if (javaType.hasRawClass(Duration.class)) {
			// The format of this name is RFC 3339's, which has no fractions of seconds.
			schema.setFormat(null);
			schema.setDescription(Objects.requireNonNullElse(schema.getDescription(), DURATION));
		}
		if (javaType.isEnumType()) {
			Schema<?> constants = target(schema, context);
			if (constants != null) {
				nameConstants(constants, javaType.getRawClass());
			}
		}
		else if (javaType.isRecordType()) {
			markNullable(target(schema, context), javaType.getRawClass());
		}
		return schema;
	}

	@Override
	@SuppressWarnings("unchecked")
	public @Nullable Parameter customize(@Nullable Parameter parameter, MethodParameter method) {
		if (parameter != null && method.getParameterType().isEnum() && parameter.getSchema().getDefault() != null) {
			String constant = parameter.getSchema().getDefault().toString();
			Stream.of(method.getParameterType().getEnumConstants())
				.filter((candidate) -> ((Enum<?>) candidate).name().equals(constant))
				.forEach((candidate) -> parameter.getSchema().setDefault(name(candidate)));
		}
		return parameter;
	}

	private String name(Object constant) {
		return this.json.convertValue(constant, String.class);
	}

	@SuppressWarnings("unchecked")
	private void nameConstants(Schema<?> schema, Class<?> type) {
		List<Object> names = new ArrayList<>();
		for (Object constant : type.getEnumConstants()) {
			names.add(name(constant));
		}
		((Schema<Object>) schema).setEnum(names);
	}

	private static @Nullable Schema<?> target(Schema<?> schema, ModelConverterContext context) {
		String reference = schema.get$ref();
		return (reference == null) ? schema
				: context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
	}

	private static void markNullable(@Nullable Schema<?> schema, Class<?> type) {
		if (schema == null || schema.getProperties() == null) {
			return;
		}
		List<String> required = new ArrayList<>();
		for (RecordComponent component : components(type).toList()) {
			String name = name(component);
			Schema<?> property = schema.getProperties().get(name);
			if (property != null) {
				if (property.getItems() != null && hasNullableItems(component)) {
					property.setItems(orNull(property.getItems()));
				}
				if (property.get$ref() != null) {
					property.setTypes(null); // of Java's type, which is another
				}
			}
			if (property != null && isNullable(component)) {
				schema.getProperties().put(name, orNull(property));
			}
			else if (property != null) {
				required.add(name);
			}
		}
		schema.setRequired(required.isEmpty() ? null : required);
	}

	/** Those of a record and of the records that are unwrapped into it. */
	private static Stream<RecordComponent> components(Class<?> type) {
		return Stream.of(type.getRecordComponents())
			.flatMap((component) -> component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
					? components(component.getType()) : Stream.of(component));
	}

	private static String name(RecordComponent component) {
		JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
		return (renamed != null) ? renamed.value() : component.getName();
	}

	private static Schema<?> orNull(Schema<?> schema) {
		if (schema.get$ref() == null && schema.getEnum() == null && schema.getTypes() != null) {
			schema.addType(NULL);
			return schema;
		}
		if (schema.get$ref() == null && schema.getEnum() == null) {
			return schema; // may be anything
		}
		return new JsonSchema().anyOf(List.of(schema, new JsonSchema().typesItem(NULL)));
	}

	private static boolean hasNullableItems(RecordComponent component) {
		return component.getAnnotatedType() instanceof AnnotatedParameterizedType list
				&& list.getAnnotatedActualTypeArguments()[0].isAnnotationPresent(Nullable.class);
	}

	private static boolean isNullable(RecordComponent component) {
		return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
	}

}
