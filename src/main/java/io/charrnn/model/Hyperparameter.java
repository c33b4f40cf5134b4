package io.charrnn.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The description and the bounds of a hyperparameter, defined only here.
 * {@link HyperparameterField} reads them for validation, requests and the API document.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Hyperparameter {

	/** What it does, as the beginning of a sentence. */
	String value();

	/** The least value, or no number; of a duration, in seconds. */
	double least() default Double.NaN;

	/** What it must be more than, or no number. */
	double above() default Double.NaN;

	/** The greatest value, or no number. */
	double most() default Double.NaN;

	/** What it must be less than, or no number. */
	double below() default Double.NaN;

	/** The bound in words that fit "must be"; empty for those of the numbers. */
	String words() default "";

}
