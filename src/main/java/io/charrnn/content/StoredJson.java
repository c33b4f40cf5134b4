package io.charrnn.content;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.deser.std.DelegatingDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Stored JSON, written by this release, an earlier or a later one. It is read as
 * leniently as requests are read strictly: unknown fields are ignored, and missing fields
 * and unknown enum constants have defaults.
 */
@Component
public class StoredJson {

	private static final Logger logger = LoggerFactory.getLogger(StoredJson.class);

	private static final Set<Class<?>> TOLD = ConcurrentHashMap.newKeySet();

	private static final JsonMapper VALUES = new JsonMapper();

	private final JsonMapper mapper;

	private final Map<Class<?>, Object> defaults = new HashMap<>();

	/**
	 * Derives the lenient reader from the strict one.
	 * @param strict reads what clients send
	 * @param defaults of the types that are stored
	 */
	public StoredJson(JsonMapper strict, ObjectProvider<StoredDefaults> defaults) {
		defaults.forEach((some) -> this.defaults.putAll(some.values()));
		this.mapper = strict.rebuild()
			.disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
			.enable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
			.enable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
			.addHandler(new UnknownConstants())
			.addModule(new SimpleModule("defaults").setDeserializerModifier(new Completion()))
			.build();
	}

	/** Writes a document. */
	public String write(Object value) {
		return this.mapper.writeValueAsString(value);
	}

	/**
	 * Reads a document.
	 * @throws AnotherReleaseException if this release cannot understand it
	 */
	public <T> T read(String document, Class<T> type) {
		return read(document, this.mapper.constructType(type));
	}

	/**
	 * Reads a document.
	 * @throws AnotherReleaseException if this release cannot understand it
	 */
	public <T> T read(String document, TypeReference<T> type) {
		return read(document, this.mapper.constructType(type));
	}

	private <T> T read(String document, JavaType type) {
		try {
			T read = this.mapper.readValue(document, type);
			if (read != null) {
				return read;
			}
			throw new AnotherReleaseException("A stored %s is null.".formatted(type.getRawClass().getSimpleName()));
		}
		catch (JacksonException ex) {
			throw (AnotherReleaseException) new AnotherReleaseException(
					"A stored %s was written by another release and cannot be read by this one: %s"
						.formatted(type.getRawClass().getSimpleName(), reason(ex)))
				.initCause(ex);
		}
	}

	/** A record that rejects a value says why; Jackson names the field. */
	private static String reason(JacksonException ex) {
		Throwable cause = (ex.getCause() != null && !(ex.getCause() instanceof JacksonException)) ? ex.getCause()
				: null;
		List<JacksonException.Reference> path = ex.getPath();
		String field = path.isEmpty() ? "" : String.valueOf(path.get(path.size() - 1).getPropertyName()) + ": ";
		return (cause != null && cause.getMessage() != null) ? cause.getMessage() : field + ex.getOriginalMessage();
	}

	/**
	 * Reads a constant that is stored by its name.
	 * @throws AnotherReleaseException if it is not known
	 */
	public static <E extends Enum<E>> E constant(Class<E> type, String name) {
		try {
			return Enum.valueOf(type, name);
		}
		catch (IllegalArgumentException ex) {
			throw new AnotherReleaseException(
					"The %s \"%s\" was stored by another release, and this one does not know it."
						.formatted(type.getSimpleName(), name));
		}
	}

	/**
	 * Reads a constant that is stored by its name.
	 * @param otherwise what stands for one that is not known
	 */
	public static <E extends Enum<E>> E constant(Class<E> type, String name, E otherwise) {
		try {
			return constant(type, name);
		}
		catch (AnotherReleaseException ex) {
			tell(type, name, otherwise);
			return otherwise;
		}
	}

	/** Once for each type, as lists are read again and again. */
	private static void tell(Class<?> type, String name, Object otherwise) {
		if (TOLD.add(type)) {
			logger.warn("This release does not know the {} \"{}\" that another one stored, and uses {} instead.",
					type.getName(), name, otherwise);
		}
	}

	private final class UnknownConstants extends DeserializationProblemHandler {

		@Override
		public @Nullable Object handleWeirdStringValue(DeserializationContext context, Class<?> type, String value,
				String message) {
			Object constant = type.isEnum() ? StoredJson.this.defaults.get(type) : null;
			if (constant == null) {
				return NOT_HANDLED;
			}
			tell(type, value, constant);
			return constant;
		}

	}

	private final class Completion extends ValueDeserializerModifier {

		private static final long serialVersionUID = 1;

		@Override
		public ValueDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription.Supplier type,
				ValueDeserializer<?> deserializer) {
			return (StoredJson.this.defaults.get(type.getBeanClass()) instanceof Map<?, ?> values)
					? new CompletingDeserializer(deserializer, VALUES.valueToTree(values)) : deserializer;
		}

	}

	/** Adds what is missing before it reads. */
	private static final class CompletingDeserializer extends DelegatingDeserializer {

		private final JsonNode defaults;

		CompletingDeserializer(ValueDeserializer<?> deserializer, JsonNode defaults) {
			super(deserializer);
			this.defaults = defaults;
		}

		@Override
		protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> deserializer) {
			return new CompletingDeserializer(deserializer, this.defaults);
		}

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
			JsonNode document = context.readTree(parser);
			if (document instanceof ObjectNode object) {
				this.defaults.properties()
					.stream()
					.filter((value) -> !object.hasNonNull(value.getKey()))
					.forEach((value) -> object.set(value.getKey(), value.getValue()));
			}
			try (JsonParser completed = document.traverse(context)) {
				completed.nextToken();
				return super.deserialize(completed, context);
			}
		}

	}

}
