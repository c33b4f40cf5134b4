package io.charrnn.model;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * A hyperparameter as requests name it.
 *
 * @param name its name, with dots for nested ones
 * @param type of its values; a record if there are others in it
 * @param nullable whether null is a value of it
 * @param help what it does, as the beginning of a sentence
 * @param bound what its values must be, so that "NAME must be BOUND" reads as a sentence,
 * or empty where its type says all
 */
public record HyperparameterField(String name, Class<?> type, boolean nullable, String help, String bound) {

	private static final ClassValue<List<Component>> COMPONENTS = new ClassValue<>() {

		@Override
		protected List<Component> computeValue(Class<?> type) {
			return Stream.of(type.getRecordComponents())
				.filter((component) -> component.isAnnotationPresent(Hyperparameter.class))
				.map((component) -> new Component(component, component.getAnnotation(Hyperparameter.class)))
				.toList();
		}

	};

	/** All hyperparameters, each that has others in it before these. */
	public static List<HyperparameterField> all() {
		return Stream.of(Hyperparameters.class.getRecordComponents())
			.filter((part) -> part.getAccessor().isAnnotationPresent(JsonUnwrapped.class))
			.flatMap((part) -> of("", part.getType()))
			.toList();
	}

	/**
	 * Those of a record, each that has others in it before these.
	 * @param prefix what stands before the names of its components
	 */
	public static Stream<HyperparameterField> of(String prefix, Class<?> type) {
		return COMPONENTS.get(type).stream().flatMap((component) -> {
			HyperparameterField field = component.field(prefix);
			return Stream.concat(Stream.of(field),
					field.type.isRecord() ? of(field.name + ".", field.type) : Stream.of());
		});
	}

	/**
	 * Checks the values of a record.
	 * @param prefix what stands before the names of its components
	 * @param values those of its annotated components, in their order
	 * @throws InvalidHyperparameterException if one is out of bounds
	 */
	public static void check(String prefix, Class<? extends Record> type, @Nullable Object... values) {
		List<Component> components = COMPONENTS.get(type);
		for (int index = 0; index < values.length; index++) {
			components.get(index).check(prefix, values[index]);
		}
	}

	private record Component(RecordComponent component, Hyperparameter told) {

		HyperparameterField field(String prefix) {
			return new HyperparameterField(prefix + this.component.getName(), this.component.getType(), nullable(),
					this.told.value(), bound());
		}

		private boolean nullable() {
			return this.component.getAnnotatedType().isAnnotationPresent(Nullable.class);
		}

		void check(String prefix, @Nullable Object value) {
			String name = prefix + this.component.getName();
			if (value == null) {
				if (!nullable()) {
					throw new NullPointerException(name + " is missing");
				}
			}
			else if (!bound().isEmpty() && !within(number(value))) {
				throw new InvalidHyperparameterException(name, value, bound());
			}
		}

		private static double number(Object value) {
			return (value instanceof Duration duration) ? duration.getSeconds() + duration.getNano() / 1e9
					: ((Number) value).doubleValue();
		}

		private boolean within(double value) {
			return Double.isFinite(value) && !(value < this.told.least()) && !(value <= this.told.above())
					&& !(value > this.told.most()) && !(value >= this.told.below());
		}

		private String bound() {
			if (!this.told.words().isEmpty()) {
				return this.told.words();
			}
			if (!Double.isNaN(this.told.least()) && !Double.isNaN(this.told.most())) {
				return "from " + text(this.told.least()) + " to " + text(this.told.most());
			}
			return Stream
				.of(words("at least ", this.told.least()), words("more than ", this.told.above()),
						words("at most ", this.told.most()), words("less than ", this.told.below()))
				.filter(Objects::nonNull)
				.collect(Collectors.joining(" and "));
		}

		private static @Nullable String words(String relation, double number) {
			return Double.isNaN(number) ? null : relation + text(number);
		}

		private static String text(double number) {
			return (number == Math.rint(number)) ? Long.toString((long) number) : Double.toString(number);
		}

	}

}
