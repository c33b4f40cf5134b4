package io.charrnn.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which server-sent events an operation answers with, for the OpenAPI document. */
@Target({ ElementType.METHOD, ElementType.ANNOTATION_TYPE })
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface StreamedEvents {

	/** The events. */
	Event[] value();

	/** An event, or several of the same name. */
	@Target({})
	@Retention(RetentionPolicy.RUNTIME)
	@interface Event {

		/** Its name; empty for one without. */
		String name() default "";

		/** What its data is the JSON of; not given for {@link ServerSentEvents#DONE}. */
		Class<?> data() default Void.class;

	}

}
