package io.charrnn.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.charrnn.api.Download;
import io.charrnn.api.Page;
import io.charrnn.connection.body.BodySize;
import io.charrnn.connection.body.TakesBody;
import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Lists, shows, exports, imports and deletes models. */
@RestController
@RequestMapping("/api/v1/models")
@Tag(name = "Models")
class ModelController {

	private final Models models;

	private final ArchiveImport imports;

	private final ModelExport exports;

	private final ModelChanges changes;

	ModelController(Models models, ArchiveImport imports, ModelExport exports, ModelChanges changes) {
		this.models = models;
		this.imports = imports;
		this.exports = exports;
		this.changes = changes;
	}

	@Operation(operationId = "listModels", summary = "List model versions",
			description = "Published versions, newest first: those of the workspace, or those shared by other "
					+ "workspaces.")
	@GetMapping
	Page<ModelDescription> list(
			@Parameter(description = "Whether to list models shared by other workspaces.") @RequestParam(
					defaultValue = "false") boolean shared,
			@Parameter(description = "Only versions of this model.") @RequestParam(
					required = false) @Nullable String name,
			@Parameter(description = "Only versions with this tag.",
					example = "baseline") @RequestParam(required = false) @Nullable String tag,
			@Parameter(description = "Maximum number of versions on a page, 1 to 500.") @RequestParam(
					defaultValue = "50") int limit,
			@Parameter(description = "`next` of the previous page.") @RequestParam(
					required = false) @Nullable String after) {
		if (shared && name != null) {
			throw UnprocessableException.outOfBounds("name", name, "left out if shared is true");
		}
		if (shared && tag != null) {
			throw UnprocessableException.outOfBounds("tag", tag, "left out if shared is true");
		}
		Page<ModelVersion> page = shared ? this.models.listShared(Page.limit(limit), after)
				: this.models.list(name, tag, Page.limit(limit), after);
		Map<String, Long> bytes = this.models.archiveBytes(page.items());
		return new Page<>(page.items()
			.stream()
			.flatMap((version) -> Stream.ofNullable(bytes.get(version.archiveSha256()))
				.map((size) -> ModelDescription.of(version.stored(), size)))
			.toList(), page.next());
	}

	@Operation(operationId = "showModel", summary = "Show a model",
			description = "A bare name means its newest version; a checkpoint's id is accepted as well.")
	@GetMapping("/{reference}")
	ModelDescription show(@AnyModel @PathVariable String reference) {
		return describe(this.models.find(reference));
	}

	@Operation(operationId = "changeModel", summary = "Rename a model, or change its tags and notes",
			description = "Tags and notes belong to a version; fields left out do not change. A name is changed for "
					+ "all versions, using the name alone; jobs and sessions follow. If the new name had "
					+ "versions before, numbering continues from there, because numbers are never reused.")
	@ApiResponse(responseCode = "200", description = "The version after the change.")
	@ApiResponse(responseCode = "409", description = "A model of that name exists.",
			ref = "#/components/responses/Conflict")
	@PatchMapping(path = "/{reference}", consumes = "application/json")
	ModelDescription change(
			@Parameter(description = "`name:version`, or `name` for its newest version.",
					example = "shakespeare:3") @PathVariable String reference,
			@org.springframework.web.bind.annotation.RequestBody ModelChange change) {
		return describe(this.changes.change(reference, change).stored());
	}

	@Operation(operationId = "deleteModel", summary = "Delete a model version",
			description = "Requires `name:version`, because a bare name would mean another version after the next "
					+ "training. Version numbers are never reused.")
	@ApiResponse(responseCode = "204", description = "The version has been deleted.")
	@ApiResponse(responseCode = "422", ref = "#/components/responses/Unprocessable")
	@DeleteMapping("/{reference}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@Parameter(description = "`name:version`.", example = "shakespeare:3") @PathVariable String reference) {
		this.models.delete(reference);
	}

	@Operation(operationId = "exportModel", summary = "Download a model",
			description = "As `dl4j`, a zip that DL4J's ModelSerializer opens (a GRU needs this program's layer on "
					+ "the class path), with the alphabet and the provenance in char-rnn.json; as "
					+ "`safetensors` or `npz`, tensors with PyTorch's names and order of gates; as `onnx`, a "
					+ "graph with the state as an input and an output. The ETag identifies the weights and the "
					+ "format; Range, If-Range, If-Match and If-None-Match are supported.")
	@ApiResponse(responseCode = "206", description = "The requested parts.")
	@ApiResponse(responseCode = "304", description = "The client already has it.")
	@ApiResponse(responseCode = "412", description = "If-Match does not match.",
			ref = "#/components/responses/Otherwise")
	@ApiResponse(responseCode = "416", description = "There is no such part.", ref = "#/components/responses/Otherwise")
	@ApiResponse(responseCode = "200", description = "The model.",
			content = { @Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")),
					@Content(mediaType = "application/octet-stream",
							schema = @Schema(type = "string", format = "binary")) })
	@GetMapping(path = "/{reference}/archive",
			produces = { "application/zip", MediaType.APPLICATION_OCTET_STREAM_VALUE })
	void export(@AnyModel @PathVariable String reference,
			@Parameter(description = "The format to export.",
					example = "onnx") @RequestParam(defaultValue = "dl4j") ModelFormat format,
			HttpServletRequest request, HttpServletResponse response) throws IOException {
		StoredModel model = this.models.find(reference);
		ContentDisposition attachment = ContentDisposition.attachment()
			.filename(model.reference().replace(':', '-') + "." + format.suffix())
			.build();
		response.setHeader(HttpHeaders.CONTENT_DISPOSITION, attachment.toString());
		if (format == ModelFormat.DL4J) {
			download(() -> this.models.archive(model), () -> this.models.archiveBytes(model), format, model)
				.send(request, response);
		}
		else {
			try (ExportedModel file = this.exports.export(model, format)) {
				LongSupplier length = HttpMethod.HEAD.matches(request.getMethod()) ? () -> -1 : file::length;
				download(file::open, length, format, model).send(request, response);
			}
		}
	}

	private static Download download(Supplier<InputStream> bytes, LongSupplier length, ModelFormat format,
			StoredModel model) {
		return new Download(bytes, length, format.mediaType(), format.entityTag(model.archiveSha256()));
	}

	@Operation(operationId = "importModel", summary = "Upload a model's archive, or publish a checkpoint",
			description = "Publishes the next version of the model `name`. Accepts what this program exports as "
					+ "`dl4j` or `safetensors`, and the weights of a PyTorch network with the same names and "
					+ "an `alphabet` in the metadata, as the body itself or as the part `file` of a form; or, "
					+ "without a body, `from`, a checkpoint or another model. Nothing is deserialized into "
					+ "objects; the stored archive is written anew.",
			requestBody = @RequestBody(required = true, content = {
					@Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")),
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
							schema = @Schema(type = "string", format = "binary")) }))
	@ApiResponse(responseCode = "201", description = "The next version of the model.",
			headers = @Header(name = HttpHeaders.LOCATION, description = "The path of the version.",
					schema = @Schema(type = "string")))
	@PostMapping(consumes = "!" + MediaType.MULTIPART_FORM_DATA_VALUE)
	@TakesBody(BodySize.STREAMED)
	ResponseEntity<ModelDescription> importBody(
			@Parameter(description = "The name of the model.", example = "shakespeare") @RequestParam String name,
			@Parameter(description = "The format of the body.", example = "safetensors",
					schema = @Schema(allowableValues = { "dl4j", "safetensors" }, defaultValue = "dl4j")) @RequestParam(
							defaultValue = "dl4j") ModelFormat format,
			@Parameter(description = "A checkpoint, or another model, to publish instead of a body.",
					example = "checkpoint_9b1deb4d3b7d4bad9bdd2b0d7b3dcb6d") @RequestParam @Nullable String from,
			HttpServletRequest request) throws IOException {
		if (from != null) {
			return created(this.imports.publish(name, this.models.find(from)));
		}
		ModelReference.requireName(name);
		if (request.getContentLengthLong() > this.imports.maxBytes()) {
			throw this.imports.tooLarge();
		}
		return created(this.imports.publish(name, format, request.getInputStream()));
	}

	@Hidden
	@PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@TakesBody(BodySize.STREAMED)
	ResponseEntity<ModelDescription> importFile(@RequestParam String name,
			@RequestParam(defaultValue = "dl4j") ModelFormat format, @RequestPart MultipartFile file)
			throws IOException {
		try (InputStream in = file.getInputStream()) {
			return created(this.imports.publish(name, format, in));
		}
	}

	private ResponseEntity<ModelDescription> created(ModelVersion version) {
		return ResponseEntity.created(URI.create("/api/v1/models/" + version.reference()))
			.body(describe(version.stored()));
	}

	private ModelDescription describe(StoredModel model) {
		return ModelDescription.of(model, this.models.archiveBytes(model));
	}

}
