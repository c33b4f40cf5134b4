package io.charrnn.api;

import java.time.Duration;
import java.time.format.DateTimeParseException;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.EnumNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.ResourceHttpMessageConverter;
import org.springframework.http.converter.ResourceRegionHttpMessageConverter;

/**
 * What application.yaml cannot say about JSON: a value has the type that the field has
 * and no other, numbers are finite, enums are written in lower camel case.
 */
@Configuration(proxyBeanMethods = false)
class JsonConventions {

	@Bean
	JsonMapperBuilderCustomizer strictTypes() {
		return JsonConventions::refuseOtherTypes;
	}

	@Bean
	JsonMapperBuilderCustomizer enumNames() {
		return (builder) -> builder.enumNamingStrategy(EnumNamingStrategies.LOWER_CAMEL_CASE);
	}

	/**
	 * JSON, text and bytes. All that libraries on the class path could read would be
	 * more, YAML without strict types among it, and would be made ready at each start.
	 */
	@Bean
	ServerHttpMessageConvertersCustomizer noMoreThanIsUsed() {
		return (converters) -> converters.disableDefaults()
			.addCustomConverter(new ByteArrayHttpMessageConverter())
			.addCustomConverter(new ResourceHttpMessageConverter())
			.addCustomConverter(new ResourceRegionHttpMessageConverter());
	}

	private static void refuseOtherTypes(JsonMapper.Builder builder) {
		builder.withCoercionConfigDefaults(
				(coercion) -> coercion.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail));
		builder.withCoercionConfig(LogicalType.Textual,
				(coercion) -> coercion.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
		SimpleModule strict = new SimpleModule("strict types");
		strict.addDeserializer(double.class, new FiniteDouble(double.class));
		strict.addDeserializer(Double.class, new FiniteDouble(Double.class));
		strict.addDeserializer(Duration.class, new IsoDuration());
		strict.addDeserializer(String.class, new WholeCharacters());
		builder.addModule(strict);
	}

	/** JSON has no NaN and no infinity, but "NaN" and 1e999 pass for them. */
	private static final class FiniteDouble extends StdScalarDeserializer<Double> {

		private final boolean primitive;

		FiniteDouble(Class<Double> type) {
			super(type);
			this.primitive = type.isPrimitive();
		}

		@Override
		public Double deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
			JsonToken token = parser.currentToken();
			if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
				return (Double) context.handleUnexpectedToken(context.constructType(handledType()), parser);
			}
			double value = parser.getDoubleValue();
			if (!Double.isFinite(value)) {
				throw InvalidFormatException.from(parser, "not a finite number", parser.getString(), handledType());
			}
			return value;
		}

		@Override
		public @Nullable Object getNullValue(DeserializationContext context) {
			if (this.primitive && context.isEnabled(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)) {
				return context.reportInputMismatch(this, "null where a number must be");
			}
			return this.primitive ? 0.0 : null;
		}

	}

	/**
	 * Half of a surrogate pair can neither be stored nor sent as it is. In names of
	 * members, Jackson itself rejects it.
	 */
	private static final class WholeCharacters extends StringDeserializer {

		@Override
		public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
			String text = super.deserialize(parser, context);
			if (text != null && !isWhole(text)) {
				throw InvalidFormatException.from(parser, "half of a surrogate pair", text, String.class);
			}
			return text;
		}

		private static boolean isWhole(String text) {
			return text.codePoints().noneMatch((character) -> Character.getType(character) == Character.SURROGATE);
		}

	}

	/** Jackson's own takes numbers too, whose unit nobody can see. */
	private static final class IsoDuration extends StdScalarDeserializer<Duration> {

		IsoDuration() {
			super(Duration.class);
		}

		@Override
		public Duration deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
			if (parser.currentToken() != JsonToken.VALUE_STRING) {
				return (Duration) context.handleUnexpectedToken(context.constructType(handledType()), parser);
			}
			String text = parser.getString();
			try {
				return Duration.parse(text);
			}
			catch (DateTimeParseException ex) {
				throw (JacksonException) InvalidFormatException
					.from(parser, "not an ISO 8601 duration", text, handledType())
					.initCause(ex);
			}
		}

	}

}
