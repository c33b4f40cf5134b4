package io.charrnn.inference.sessions;

import java.io.IOException;
import java.net.URI;
import java.util.List;

import io.charrnn.api.Page;
import io.charrnn.inference.generation.GenerationAnswers;
import io.charrnn.inference.generation.GenerationEvents;
import io.charrnn.inference.generation.GenerationRequest;
import io.charrnn.inference.generation.GenerationResponse;
import io.charrnn.inference.prediction.PredictionAnswers;
import io.charrnn.inference.prediction.PredictionResponse;
import io.charrnn.inference.prediction.PredictionSettings;
import io.charrnn.inference.sessions.SessionRequests.Create;
import io.charrnn.inference.sessions.SessionRequests.ExportedState;
import io.charrnn.inference.sessions.SessionRequests.Feed;
import io.charrnn.inference.sessions.SessionRequests.Fork;
import io.charrnn.inference.sessions.SessionRequests.Predict;
import io.charrnn.inference.sessions.SessionRequests.Rewind;
import io.charrnn.model.EncodedText;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.AnyModel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Begins sessions, continues with them and ends them. */
@RestController
@Tag(name = "Sessions")
class SessionController {

	private static final String CONFLICT = "Another request changed the session meanwhile; nothing of this request "
			+ "was kept.";

	private final SessionWork work;

	private final PredictionAnswers predictions;

	private final GenerationAnswers generations;

	SessionController(SessionWork work, PredictionAnswers predictions, GenerationAnswers generations) {
		this.work = work;
		this.predictions = predictions;
		this.generations = generations;
	}

	@Operation(operationId = "createSession", summary = "Begin a session",
			description = "Stores the hidden state of a text, so that continuing costs only the new characters. A "
					+ "session starts empty, from a text, or from an exported state. It is deleted when it has "
					+ "not been used for a week, unless configured otherwise. After its model has been "
					+ "deleted, it can be read and deleted, but not continued.")
	@ApiResponse(responseCode = "201", description = "The session.")
	@PostMapping(path = "/api/v1/models/{reference}/sessions", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<SessionDescription> create(@AnyModel @PathVariable String reference, @RequestBody Create request) {
		return created(this.work.create(reference, request));
	}

	@Operation(operationId = "showSession", summary = "Show a session")
	@GetMapping(path = "/api/v1/sessions/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
	SessionDescription show(@PathVariable String id) {
		return this.work.show(id);
	}

	@Operation(operationId = "listMarks", summary = "List a session's marks",
			description = "Each change leaves a mark that the session can return to; newest first. The newest 64 are "
					+ "kept, and the newest 8 of those with their own weights.")
	@GetMapping(path = "/api/v1/sessions/{id}/marks", produces = MediaType.APPLICATION_JSON_VALUE)
	Page<MarkDescription> marks(@PathVariable String id) {
		return new Page<>(this.work.marks(id), null);
	}

	@Operation(operationId = "feedSession", summary = "Feed characters to a session",
			description = "Feeding a text in pieces gives the same state, bit for bit, as feeding it at once; each "
					+ "piece is normalized (form C) separately. With `learn` the session also learns from the "
					+ "text.")
	@ApiResponse(responseCode = "200", description = "The session after the change.")
	@ApiResponse(responseCode = "409", description = CONFLICT, ref = "#/components/responses/Conflict")
	@PostMapping(path = "/api/v1/sessions/{id}/characters", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	FedSession feed(@PathVariable String id, @RequestBody Feed request) {
		return this.work.feed(this.work.open(id), request);
	}

	@Operation(operationId = "predictInSession", summary = "Predict the next characters in a session",
			description = "Does not change the session.")
	@PostMapping(path = "/api/v1/sessions/{id}/predictions", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	PredictionResponse predict(@PathVariable String id, @RequestBody Predict request) {
		PredictionSettings settings = PredictionSettings.of(request.top(), request.length(), request.temperature());
		OpenSession session = this.work.open(id);
		return this.predictions.predict(session.model(), List.of(session.goingOnWith(new EncodedText(new char[0]))),
				settings);
	}

	@Operation(operationId = "generateInSession", summary = "Continue generating in a session",
			description = "Reads the prompt, if any, and generates one text; afterwards the session is after both. "
					+ "Otherwise like the model's own generations. In a stream, the session is changed before "
					+ "the event `usage`.")
	@ApiResponse(responseCode = "200", description = "The text.",
			content = {
					@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
							schema = @Schema(implementation = GenerationResponse.class)),
					@Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE) })
	@ApiResponse(responseCode = "409", description = CONFLICT, ref = "#/components/responses/Conflict")
	@GenerationEvents
	@PostMapping(path = "/api/v1/sessions/{id}/generations", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.TEXT_EVENT_STREAM_VALUE })
	@Nullable ResponseEntity<GenerationResponse> generate(@PathVariable String id, @RequestBody GenerationRequest request,
			@RequestHeader HttpHeaders headers, HttpServletResponse response) throws IOException {
		requireOne("n", request.n());
		requireOne("bestOf", request.bestOf());
		if (request.label() != null) {
			throw UnprocessableException.outOfBounds("label", request.label(),
					"left out: a session's document has the label that the session started with");
		}
		OpenSession session = this.work.open(id);
		if (request.mixture() != null && request.mixture() != session.model().isMixed()) {
			throw UnprocessableException.outOfBounds("mixture", request.mixture(),
					session.model().isMixed() + " in this session, which started that way");
		}
		return this.generations.answer(session.model(), session::goingOnWith, request, headers, response,
				(computed, characters, after) -> this.work.written(computed, session, characters, after));
	}

	@Operation(operationId = "forkSession", summary = "Copy a session",
			description = "The copy starts at the session's current position, or at a mark, and is independent of it.")
	@ApiResponse(responseCode = "201", description = "The copy.")
	@PostMapping(path = "/api/v1/sessions/{id}/fork", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<SessionDescription> fork(@PathVariable String id, @RequestBody Fork request) {
		return created(this.work.fork(this.work.open(id), request.mark()));
	}

	@Operation(operationId = "rewindSession", summary = "Rewind a session to a mark",
			description = "The session returns to that position, with the weights that it had there. Later marks are "
					+ "deleted.")
	@ApiResponse(responseCode = "200", description = "The session after the change.")
	@ApiResponse(responseCode = "409", description = CONFLICT, ref = "#/components/responses/Conflict")
	@PostMapping(path = "/api/v1/sessions/{id}/rewind", consumes = MediaType.APPLICATION_JSON_VALUE,
			produces = MediaType.APPLICATION_JSON_VALUE)
	SessionDescription rewind(@PathVariable String id, @RequestBody Rewind request) {
		return SessionDescription.of(this.work.rewind(this.work.open(id), request.mark()));
	}

	@Operation(operationId = "exportState", summary = "Download the state of a session",
			description = "To start another session with, here or on another server with the same model.")
	@ApiResponse(responseCode = "200", description = "The state.")
	@ApiResponse(responseCode = "409", description = "The session has its own weights.",
			ref = "#/components/responses/Conflict")
	@GetMapping(path = "/api/v1/sessions/{id}/state", produces = MediaType.APPLICATION_JSON_VALUE)
	ExportedState state(@PathVariable String id) {
		return this.work.export(this.work.open(id));
	}

	@Operation(operationId = "deleteSession", summary = "Delete a session")
	@ApiResponse(responseCode = "204", description = "The session has been deleted.")
	@DeleteMapping("/api/v1/sessions/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id) {
		this.work.delete(id);
	}

	private static void requireOne(String field, @Nullable Integer texts) {
		if (texts != null && texts != 1) {
			throw UnprocessableException.outOfBounds(field, texts, "1 in a session, which continues a single text");
		}
	}

	private static ResponseEntity<SessionDescription> created(Session session) {
		return ResponseEntity.created(URI.create("/api/v1/sessions/" + session.id()))
			.body(SessionDescription.of(session));
	}

}
