package io.charrnn.inference.generation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.charrnn.api.StreamedEvents;
import io.charrnn.api.StreamedEvents.Event;

import org.springframework.http.ProblemDetail;

/** Describes operations that may answer with generated text as it is written. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@StreamedEvents({ @Event(name = StreamedGenerations.CHOICES, data = StreamedGenerations.Choices.class),
		@Event(name = StreamedGenerations.TEXT, data = StreamedGenerations.Text.class),
		@Event(name = StreamedGenerations.DONE, data = StreamedGenerations.Done.class),
		@Event(name = StreamedGenerations.USAGE, data = StreamedGenerations.End.class),
		@Event(name = StreamedGenerations.ERROR, data = ProblemDetail.class) })
public @interface GenerationEvents {

}
