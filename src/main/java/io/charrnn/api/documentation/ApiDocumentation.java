package io.charrnn.api.documentation;

import java.util.List;
import java.util.Map;

import io.charrnn.api.Table;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import org.springdoc.core.customizers.OperationCustomizer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/**
 * What the OpenAPI document says of the service as a whole. A controller describes its
 * operations and what they answer when all is well; the problems that an operation of its
 * kind may answer with are added here.
 */
@Configuration(proxyBeanMethods = false)
@Lazy
class ApiDocumentation {

	/** The schema of problems. */
	static final String PROBLEM = "Problem";

	private static final String OPENAI = "OpenAI";

	private static final String OPENAI_ERROR = "OpenAiError";

	private static final List<ProblemResponse> PROBLEMS = List.of(
			new ProblemResponse("400", "Malformed", "The request cannot be parsed.", "wrong-type", "Wrong type",
					"hyperparameters.layers must be a whole number, but is a string."),
			new ProblemResponse("401", "Unauthenticated", "The request needs an API key.", "missing-api-key",
					"Missing API key", "The request needs an API key."),
			new ProblemResponse("403", "Forbidden", "The API key does not allow it.", "missing-scope", "Missing scope",
					"The API key lacks the scope train, which this request needs."),
			new ProblemResponse("404", "NotFound", "What the path names does not exist.", "not-found", "Not found",
					"There is nothing with the id \"x\"."),
			new ProblemResponse("409", "Conflict", "The resource is in a state that does not allow the request.",
					"wrong-state", "Wrong state", "The job has succeeded and cannot be resumed."),
			new ProblemResponse("413", "TooLarge", "The request is larger than allowed.", "too-large", "Too large",
					"The text is larger than the maximum of 536,870,912 bytes."),
			new ProblemResponse("415", "UnsupportedMediaType",
					"The media type or encoding of the body is not supported.", "unsupported-media-type",
					"Unsupported media type", "The body must not be text/plain; use application/json."),
			new ProblemResponse("422", "Unprocessable", "A value is out of bounds or does not fit.", "out-of-bounds",
					"Out of bounds", "limit must be from 1 to 500, but is 0."),
			new ProblemResponse("429", "TooManyRequests",
					"The API key has reached its limit; Retry-After says when to continue.", "rate-limited",
					"Rate limited", "The key allows 600 requests per minute, which have been used."),
			new ProblemResponse("default", "Otherwise", "Any other problem.", "unavailable", "Unavailable",
					"The service cannot answer now. Try again later."));

	@Bean
	OpenAPI openApi(ObjectProvider<BuildProperties> build) {
		Components components = new Components().addSchemas(PROBLEM, problemSchema());
		components.addResponses(OPENAI_ERROR,
				new ApiResponse().description("What went wrong.")
					.content(new Content().addMediaType("application/json",
							new MediaType().schema(new Schema<>().$ref(OPENAI_ERROR)))));
		PROBLEMS.forEach((problem) -> components.addResponses(problem.name(), problem.response()));
		components
			.addSecuritySchemes("bearer",
					new SecurityScheme().type(SecurityScheme.Type.HTTP)
						.scheme("bearer")
						.description("An API key, or an access token from the configured issuer."))
			.addSecuritySchemes("header",
					new SecurityScheme().type(SecurityScheme.Type.APIKEY)
						.in(SecurityScheme.In.HEADER)
						.name("X-API-Key"));
		return new OpenAPI()
			.security(List.of(new SecurityRequirement().addList("bearer"), new SecurityRequirement().addList("header"),
					new SecurityRequirement()))
			.info(new Info().title("char-rnn-server")
				.version(build.stream().map(BuildProperties::getVersion).findFirst().orElse("development"))
				.description("""
						Trains character-level recurrent language models on text, and predicts, scores and generates \
						text with them. A character is one Unicode code point. Every error is a problem document \
						(RFC 9457), whose `type` is stable and whose `detail` says what is wrong; under OpenAI's paths \
						it is an error object of theirs.""")
				.license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
			.addServersItem(new Server().url(ApiDocument.SERVER).description("Where this document was fetched from."))
			.tags(List.of(new Tag().name("Corpora").description("Texts to learn from"),
					new Tag().name("Training").description("Jobs that train a model on a corpus"),
					new Tag().name("Models").description("Named and versioned models"),
					new Tag().name("Inference").description("Predict, generate and score"),
					new Tag().name("Sessions").description("Stored states of texts that models have read"),
					new Tag().name("Keys").description("API keys"),
					new Tag().name("Workspaces").description("Separation of the service's users"),
					new Tag().name(OPENAI).description("The same for clients of OpenAI's and vLLM's APIs")))
			.components(components);
	}

	@Bean
	OperationCustomizer problemsOfOperation() {
		return (operation, method) -> {
			if (operation.getDescription() == null) {
				operation.setDescription(operation.getSummary() + ".");
			}
			if (operation.getTags().contains(OPENAI)) {
				operation.getResponses().addApiResponse("4XX", new ApiResponse().$ref(OPENAI_ERROR));
				operation.getResponses().addApiResponse("default", new ApiResponse().$ref(OPENAI_ERROR));
				return operation;
			}
			PROBLEMS.stream()
				.filter((problem) -> isPossible(problem.status(), operation))
				.filter((problem) -> !operation.getResponses().containsKey(problem.status()))
				.forEach((problem) -> operation.getResponses().addApiResponse(problem.status(), problem.reference()));
			return operation;
		};
	}

	@Bean
	OperationCustomizer tables() {
		return (operation, method) -> {
			Content content = operation.getResponses().containsKey("200")
					? operation.getResponses().get("200").getContent() : null;
			if (content != null && Table.class.isAssignableFrom(method.getMethod().getReturnType())) {
				content.addMediaType("text/csv", new MediaType().schema(new StringSchema()));
				operation.addParametersItem(new QueryParameter().name(Table.FORMAT)
					.description("`csv` is the same as `Accept: text/csv`.")
					.schema(new StringSchema().addEnumItem("csv"))
					.example("csv"));
			}
			return operation;
		};
	}

	private static boolean isPossible(String status, Operation operation) {
		boolean hasBody = operation.getRequestBody() != null;
		boolean namesSomething = has("path", operation);
		return switch (status) {
			case "404" -> namesSomething;
			case "409" ->
				namesSomething && !hasBody && operation.getResponses().keySet().stream().noneMatch("200"::equals);
			case "413", "415" -> hasBody;
			case "422" -> hasBody || has("query", operation);
			default -> true;
		};
	}

	private static boolean has(String in, Operation operation) {
		return operation.getParameters() != null
				&& operation.getParameters().stream().anyMatch((parameter) -> in.equals(parameter.getIn()));
	}

	private static Schema<?> problemSchema() {
		return new ObjectSchema().description("What went wrong (RFC 9457); there may be further members")
			.addProperty("type", new StringSchema().format("uri").description("Identifies the problem, for programs"))
			.addProperty("title", new StringSchema().description("A short description, for people"))
			.addProperty("status", new IntegerSchema().description("The HTTP status"))
			.addProperty("detail",
					new StringSchema().description("A sentence that names the field, the value and the bound"))
			.addProperty("instance", new StringSchema().format("uri-reference").description("The path of the request"))
			.required(List.of("type", "title", "status", "detail"))
			.additionalProperties(true);
	}

	/**
	 * A problem that several operations may answer with.
	 *
	 * @param status that it comes with
	 * @param name of the response among the components
	 * @param type of the example
	 */
	private record ProblemResponse(String status, String name, String description, String type, String title,
			String detail) {

		ApiResponse response() {
			Map<String, Object> example = Map.of("type", "urn:char-rnn:problem:" + this.type, "title", this.title,
					"status", this.status.equals("default") ? 503 : Integer.parseInt(this.status), "detail",
					this.detail);
			return new ApiResponse().description(this.description)
				.content(new Content().addMediaType("application/problem+json",
						new MediaType().schema(new Schema<>().$ref(PROBLEM)).example(example)));
		}

		ApiResponse reference() {
			return new ApiResponse().$ref(this.name);
		}

	}

}
