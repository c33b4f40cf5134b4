package io.charrnn.openai.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import io.charrnn.api.Download;
import io.charrnn.connection.body.BodySize;
import io.charrnn.connection.body.TakesBody;
import io.charrnn.corpus.Corpora;
import io.charrnn.corpus.Corpus;
import io.charrnn.corpus.CorpusId;
import io.charrnn.corpus.Uploads;
import io.charrnn.openai.list.Deleted;
import io.charrnn.openai.list.ListObject;
import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Uploads, lists, shows and deletes files to learn from. */
@RestController
@RequestMapping("/v1/files")
@Tag(name = "OpenAI")
class FileController {

	private static final String EXPIRY = "expires_after";

	private static final int MOST_ON_A_PAGE = 10_000;

	private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

	private final Corpora corpora;

	private final Uploads uploads;

	FileController(Corpora corpora, Uploads uploads) {
		this.corpora = corpora;
		this.uploads = uploads;
	}

	@Operation(operationId = "openAiUploadFile", summary = "Upload a file to train on",
			description = "Creates a corpus, in Unicode normalization form C, with line ends converted to LF if the "
					+ "file has no other ones. `status_details` says what was changed. The file is JSON Lines "
					+ "(`*.jsonl`), each line a document with `prompt` and `completion`, which are "
					+ "concatenated, with `messages`, each as a line `role: content`, or with `text`; or plain "
					+ "UTF-8 text.",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE,
							schema = @Schema(implementation = FileForm.class))))
	@PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@TakesBody(BodySize.STREAMED)
	FileObject upload(@Parameter(hidden = true) @RequestPart MultipartFile file,
			@Parameter(hidden = true) @RequestParam String purpose,
			@Parameter(hidden = true) @RequestParam(name = EXPIRY, required = false) @Nullable String expiry,
			@Parameter(hidden = true) HttpServletRequest request) throws IOException {
		if (!purpose.equals(FileObject.PURPOSE)) {
			throw UnprocessableException.outOfBounds("purpose", purpose, "\"fine-tune\"");
		}
		if (request.getParameterMap().keySet().stream().anyMatch((name) -> name.startsWith(EXPIRY))) {
			throw new UnprocessableException("unsupported",
					EXPIRY + " is not supported: files are kept until they are deleted.")
				.with("field", EXPIRY);
		}
		try (InputStream in = file.getInputStream()) {
			return FileObject.of(this.uploads.takeFile(file.getOriginalFilename(), mediaType(file), in));
		}
	}

	/** As the part says; what is no media type says nothing. */
	private static @Nullable MediaType mediaType(MultipartFile file) {
		try {
			return (file.getContentType() != null) ? MediaType.parseMediaType(file.getContentType()) : null;
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
	}

	@Operation(operationId = "openAiListFiles", summary = "List files")
	@GetMapping
	ListObject<FileObject> list(
			@Parameter(description = "Only files with this purpose; all have `fine-tune`.") @RequestParam(
					required = false) @Nullable String purpose,
			@Parameter(description = "Maximum number of files on a page, 1 to 10,000.") @RequestParam(
					defaultValue = "" + MOST_ON_A_PAGE) int limit,
			@Parameter(description = "`asc` for oldest first, `desc` for newest first.") @RequestParam(
					defaultValue = "desc") String order,
			@Parameter(description = "Id of the last file of the previous page.") @RequestParam(
					required = false) @Nullable CorpusId after) {
		if (limit < 1 || limit > MOST_ON_A_PAGE) {
			throw UnprocessableException.outOfBounds("limit", limit,
					String.format(Locale.ROOT, "from 1 to %,d", MOST_ON_A_PAGE));
		}
		if (purpose != null && !purpose.equals(FileObject.PURPOSE)) {
			return ListObject.of(List.of(), FileObject::id, false);
		}
		Corpus before = (after != null) ? this.corpora.find(after) : null;
		List<FileObject> found = list(order, before, limit + 1).stream().map(FileObject::of).toList();
		return ListObject.page(found, limit, FileObject::id);
	}

	private List<Corpus> list(String order, @Nullable Corpus before, int limit) {
		return switch (order) {
			case "asc" -> this.corpora.newerThan(before, limit);
			case "desc" -> this.corpora.olderThan(before, limit);
			default -> throw UnprocessableException.outOfBounds("order", order, "\"asc\" or \"desc\"");
		};
	}

	@Operation(operationId = "openAiShowFile", summary = "Show a file")
	@GetMapping("/{id}")
	FileObject show(@PathVariable CorpusId id) {
		return FileObject.of(this.corpora.show(id));
	}

	@Operation(operationId = "openAiFileContent", summary = "Download a file",
			description = "The text as the network learns it: in normalization form C, without a byte order mark.")
	@ApiResponse(responseCode = "200", description = "The text.",
			content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string")))
	@GetMapping("/{id}/content")
	void content(@PathVariable CorpusId id, @Parameter(hidden = true) HttpServletRequest request,
			@Parameter(hidden = true) HttpServletResponse response) throws IOException {
		Corpus corpus = this.corpora.find(id);
		new Download(() -> this.corpora.openText(corpus), () -> this.corpora.textBytes(corpus), TEXT, corpus.sha256())
			.send(request, response);
	}

	@Operation(operationId = "openAiDeleteFile", summary = "Delete a file",
			description = "Not possible while an unfinished job needs it.")
	@DeleteMapping("/{id}")
	Deleted delete(@PathVariable CorpusId id) {
		this.corpora.delete(id);
		return Deleted.of("file", id.value());
	}

	/** The parts of an upload, for the API's document. */
	@Schema(name = "OpenAiFileForm")
	record FileForm(@Schema(type = "string", format = "binary") Resource file,
			@Schema(example = "fine-tune", allowableValues = "fine-tune") String purpose) {
	}

}
