package io.charrnn.openai.completion;

import java.math.BigDecimal;
import java.util.function.Function;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.exc.InvalidFormatException;

/**
 * Takes 20.0 for 20: JSON knows one kind of number, and some languages write all of them
 * with a fraction.
 */
class WholeNumber extends StdScalarDeserializer<Integer> {

	WholeNumber() {
		super(Integer.class);
	}

	@Override
	public Integer deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
		return read(parser, context, Integer.class, BigDecimal::intValueExact);
	}

	private static <T> T read(JsonParser parser, DeserializationContext context, Class<T> type,
			Function<BigDecimal, T> exact) throws JacksonException {
		JsonToken token = parser.currentToken();
		if (token != JsonToken.VALUE_NUMBER_INT && token != JsonToken.VALUE_NUMBER_FLOAT) {
			return type.cast(context.handleUnexpectedToken(context.constructType(type), parser));
		}
		try {
			return exact.apply(parser.getDecimalValue());
		}
		catch (ArithmeticException ex) {
			throw InvalidFormatException.from(parser, "not a whole number in range", parser.getDecimalValue(), type);
		}
	}

	/** The same for 64 bits. */
	static final class OfLong extends StdScalarDeserializer<Long> {

		OfLong() {
			super(Long.class);
		}

		@Override
		public Long deserialize(JsonParser parser, DeserializationContext context) throws JacksonException {
			return read(parser, context, Long.class, BigDecimal::longValueExact);
		}

	}

}
