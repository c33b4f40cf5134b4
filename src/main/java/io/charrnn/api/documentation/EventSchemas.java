package io.charrnn.api.documentation;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.charrnn.api.ServerSentEvents;
import io.charrnn.api.StreamedEvents;
import io.charrnn.api.StreamedEvents.Event;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import org.springdoc.core.customizers.GlobalOperationComponentsCustomizer;
import org.springdoc.core.utils.SpringDocAnnotationsUtils;

import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;

/**
 * Describes streams of events in the OpenAPI document: a stream is text, whose content is
 * a list of events. OpenAPI 3.2 describes them by such a list as well.
 */
@Component
@Lazy
class EventSchemas implements GlobalOperationComponentsCustomizer {

	@Override
	public Operation customize(Operation operation, Components components, HandlerMethod method) {
		StreamedEvents streamed = AnnotatedElementUtils.findMergedAnnotation(method.getMethod(), StreamedEvents.class);
		if (streamed != null) {
			ApiResponse response = Objects.requireNonNull(operation.getResponses().get("200"));
			Objects.requireNonNull(response.getContent().get(MediaType.TEXT_EVENT_STREAM_VALUE))
				.setSchema(stream(streamed, components));
		}
		return operation;
	}

	@Override
	public Operation customize(Operation operation, HandlerMethod method) {
		return operation;
	}

	private static Schema<?> stream(StreamedEvents streamed, Components components) {
		List<Schema> events = new ArrayList<>();
		Stream.of(streamed.value()).forEach((event) -> events.add(event(event, components)));
		Schema<?> list = new JsonSchema().typesItem("array").items(new JsonSchema().anyOf(events));
		return new JsonSchema().typesItem("string")
			.contentMediaType(MediaType.TEXT_EVENT_STREAM_VALUE)
			.contentSchema(list);
	}

	private static Schema<?> event(Event event, Components components) {
		Schema<?> schema = new JsonSchema().typesItem("object");
		if (!event.name().isEmpty()) {
			schema.addProperty("event", constant(event.name()));
			schema.addRequiredItem("event");
		}
		schema.addProperty("data",
				(event.data() != Void.class) ? json(event.data(), components) : constant(ServerSentEvents.DONE));
		schema.addRequiredItem("data");
		return schema;
	}

	private static Schema<?> constant(String text) {
		Schema<?> schema = new JsonSchema().typesItem("string");
		schema.setConst(text);
		return schema;
	}

	private static Schema<?> json(Type type, Components components) {
		Schema<?> schema = (type == ProblemDetail.class) ? new JsonSchema().$ref(ApiDocumentation.PROBLEM)
				: SpringDocAnnotationsUtils.extractSchema(components, type, null, null, SpecVersion.V31);
		return new JsonSchema().typesItem("string")
			.contentMediaType(MediaType.APPLICATION_JSON_VALUE)
			.contentSchema(schema);
	}

}
