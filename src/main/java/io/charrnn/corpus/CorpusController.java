package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.charrnn.api.Page;
import io.charrnn.connection.body.BodySize;
import io.charrnn.connection.body.TakesBody;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/** Uploads, lists, shows and deletes corpora. */
@RestController
@Tag(name = "Corpora")
@RequestMapping("/api/v1/corpora")
class CorpusController {

	private static final String DEFAULT_NAME = "untitled";

	private static final int MAX_SLICE = 1_000_000;

	private final Corpora corpora;

	private final Uploads uploads;

	private final Samples samples;

	CorpusController(Corpora corpora, Uploads uploads, Samples samples) {
		this.corpora = corpora;
		this.uploads = uploads;
		this.samples = samples;
	}

	@Operation(operationId = "uploadCorpus", summary = "Upload a text",
			description = "Accepts UTF-8, whatever the media type of the body, as the body or as the part `file` of "
					+ "a form; or, without a body, a sample. Byte order marks at the beginning are removed, "
					+ "and, unless `normalization` is `none`, also those inside the text. `notes` in the "
					+ "response says what was changed. JSON Lines (`{\"text\": \"Ffrainc\", \"label\": "
					+ "\"Welsh\"}`), a zip, several parts `file` of a form, CSV with `field` or `label`, and "
					+ "plain text with `documents` become documents: each starts from the network's zero "
					+ "state, and its end is learned like a character. OpenAI's JSON Lines are supported, too: "
					+ "`prompt` and `completion` concatenated, or `messages`, each as a line `role: content`. "
					+ "The text needs at least 20 characters, and 2 different ones.",
			requestBody = @RequestBody(description = "The text.", content = {
					@Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string")),
					@Content(mediaType = "application/jsonl", schema = @Schema(type = "string")),
					@Content(mediaType = "text/csv", schema = @Schema(type = "string")),
					@Content(mediaType = "application/zip", schema = @Schema(type = "string", format = "binary")),
					@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
							schema = @Schema(type = "string", format = "binary")) }))
	@ApiResponse(responseCode = "201", description = "The corpus.",
			headers = @Header(name = HttpHeaders.LOCATION, description = "The path of the corpus.",
					schema = @Schema(type = "string")))
	@PostMapping(consumes = "!" + MediaType.MULTIPART_FORM_DATA_VALUE)
	@TakesBody(BodySize.STREAMED)
	ResponseEntity<CorpusDetails> upload(
			@Parameter(description = "A name for the corpus, 1 to 200 characters; defaults to the name of the file or "
					+ "sample.", example = "Hamlet") @RequestParam(required = false) @Nullable String name,
			@Parameter(description = "The sample to use instead of a body.",
					example = "own-source") @RequestParam(required = false) @Nullable String sample,
			@Parameter(
					description = "`nfc` composes combining characters (Unicode normalization form C), so that equal "
							+ "texts are equal; `none` keeps them.") @RequestParam(
									defaultValue = "nfc") Normalization normalization,
			@Parameter(description = "`auto` converts CR LF, or CR alone, to LF if the text has no other line ends; "
					+ "`lf` converts both to LF; `keep` changes nothing.") @RequestParam(
							defaultValue = "auto") LineEndings lineEndings,
			@Parameter(
					description = "The separator between documents of a plain text: `line`, `blank-line`, or a "
							+ "string. If left out, the corpus is one text.",
					example = "line") @RequestParam(required = false) @Nullable String documents,
			@Parameter(
					description = "The field of JSON Lines, or the column of CSV, that holds a document's text; "
							+ "`text` if left out.",
					example = "text") @RequestParam(required = false) @Nullable String field,
			@Parameter(
					description = "The field or column that holds a document's label, such as its language or "
							+ "author; `folder` for the folder of a file in a zip.",
					example = "label") @RequestParam(required = false) @Nullable String label,
			HttpServletRequest request) throws IOException {
		if (sample != null) {
			return uploadSample(name, this.samples.find(sample), new DocumentRequest(documents, field, label),
					normalization, lineEndings, request);
		}
		String chosen = CorpusName.chosenOr(name, DEFAULT_NAME);
		requireUtf8(request.getHeader(HttpHeaders.CONTENT_TYPE));
		if (request.getContentLengthLong() > this.uploads.maxBytes()) {
			throw TextReader.tooLarge(this.uploads.maxBytes());
		}
		DocumentRequest asked = new DocumentRequest(documents, field, label);
		return take(chosen, asked, mediaType(request.getHeader(HttpHeaders.CONTENT_TYPE)), null,
				request.getInputStream(), normalization, lineEndings);
	}

	@Hidden
	@PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	@TakesBody(BodySize.STREAMED)
	ResponseEntity<CorpusDetails> uploadFile(@RequestParam(required = false) @Nullable String name,
			@RequestPart List<MultipartFile> file, @RequestParam(defaultValue = "nfc") Normalization normalization,
			@RequestParam(defaultValue = "auto") LineEndings lineEndings,
			@RequestParam(required = false) @Nullable String documents,
			@RequestParam(required = false) @Nullable String field,
			@RequestParam(required = false) @Nullable String label) throws IOException {
		MultipartFile first = file.get(0);
		String chosen = CorpusName.chosenOrOfFile(name, first.getOriginalFilename());
		DocumentRequest asked = new DocumentRequest(documents, field, label);
		file.forEach((each) -> requireUtf8(each.getContentType()));
		if (file.size() > 1) {
			return created(this.uploads.take(chosen, asked.source(file), normalization, lineEndings));
		}
		try (InputStream in = first.getInputStream()) {
			return take(chosen, asked, mediaType(first.getContentType()), first.getOriginalFilename(), in,
					normalization, lineEndings);
		}
	}

	private ResponseEntity<CorpusDetails> take(String name, DocumentRequest asked, @Nullable MediaType type,
			@Nullable String fileName, InputStream in, Normalization normalization, LineEndings lineEndings)
			throws IOException {
		DocumentSource documents = asked.source(type, fileName, in, lineEndings);
		return created((documents != null) ? this.uploads.take(name, documents, normalization, lineEndings)
				: this.uploads.take(name, in, normalization, lineEndings));
	}

	private ResponseEntity<CorpusDetails> uploadSample(@Nullable String name, Sample sample, DocumentRequest asked,
			Normalization normalization, LineEndings lineEndings, HttpServletRequest request) throws IOException {
		String chosen = CorpusName.chosenOr(name, sample.name());
		if (request.getInputStream().read() >= 0) {
			throw new UnprocessableException("sample-and-body",
					"The request has both the parameter sample and a body; use one of them.");
		}
		try (InputStream in = sample.open()) {
			if (sample.isJsonLines()) {
				DocumentSource documents = new DocumentRequest(asked.documents(), asked.field(), "label")
					.source(new MediaType("application", "jsonl"), null, in, lineEndings);
				return created(
						this.uploads.take(chosen, Objects.requireNonNull(documents), normalization, lineEndings));
			}
			return take(chosen, asked, null, null, in, normalization, lineEndings);
		}
	}

	@Operation(operationId = "listCorpora", summary = "List corpora, newest first")
	@GetMapping
	Page<Corpus> list(
			@Parameter(description = "Maximum number of corpora on the page, 1 to 500.") @RequestParam(
					defaultValue = "50") int limit,
			@Parameter(description = "`next` of the previous page.") @RequestParam(
					required = false) @Nullable String after) {
		return this.corpora.list(Page.limit(limit), after);
	}

	@Operation(operationId = "getCorpus", summary = "Show a corpus",
			description = "Includes its lines and characters, so that stray control characters are visible.")
	@GetMapping("/{id}")
	CorpusDetails show(@PathVariable CorpusId id) {
		return this.corpora.show(id);
	}

	@Operation(operationId = "getCorpusText", summary = "Read part of a corpus")
	@ApiResponse(responseCode = "200", description = "The part.",
			content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string"),
					examples = @ExampleObject("or not to be")))
	@GetMapping(path = "/{id}/text", produces = MediaType.TEXT_PLAIN_VALUE)
	ResponseEntity<byte[]> text(@PathVariable CorpusId id,
			@Parameter(description = "Number of characters before the part.") @RequestParam(
					defaultValue = "0") long from,
			@Parameter(description = "Length of the part in characters, 1 to 1,000,000; shorter at the end of the "
					+ "corpus.") @RequestParam(defaultValue = "1000") int characters) {
		requireWithin("characters", characters, 1, MAX_SLICE);
		Corpus corpus = this.corpora.find(id);
		requireWithin("from", from, 0, corpus.characters());
		return ResponseEntity.ok()
			.contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
			.body(this.corpora.text(corpus, from, characters));
	}

	@Operation(operationId = "listDocuments", summary = "List the documents of a corpus",
			description = "In the order of the upload; none if the corpus is one text.")
	@GetMapping("/{id}/documents")
	Page<Document> documents(@PathVariable CorpusId id, @Parameter(
			description = "Maximum number of documents on the page, 1 to 500; long documents make it shorter.") @RequestParam(
					defaultValue = "50") int limit,
			@Parameter(description = "`next` of the previous page.") @RequestParam(
					required = false) @Nullable String after) {
		return this.corpora.documents(this.corpora.find(id), Page.limit(limit), after);
	}

	@Operation(operationId = "deleteCorpus", summary = "Delete a corpus",
			description = "Not possible while an unfinished job needs it.")
	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable CorpusId id) {
		this.corpora.delete(id);
	}

	private static ResponseEntity<CorpusDetails> created(CorpusDetails corpus) {
		return ResponseEntity.created(URI.create("/api/v1/corpora/" + corpus.corpus().id())).body(corpus);
	}

	private static void requireWithin(String parameter, long value, long least, long most) {
		if (value < least || value > most) {
			throw UnprocessableException.outOfBounds(parameter, value,
					String.format(Locale.ROOT, "from %d to %d", least, most));
		}
	}

	/** What is declared to be something else would only pass for UTF-8 by luck. */
	private static void requireUtf8(@Nullable String contentType) {
		MediaType type = mediaType(contentType);
		Charset charset = (type != null) ? type.getCharset() : null;
		if (charset != null && charset != StandardCharsets.UTF_8 && charset != StandardCharsets.US_ASCII) {
			throw new MalformedException("unsupported-charset",
					"The text must be UTF-8, but its Content-Type says %s; %s.".formatted(charset,
							Encodings.cure(charset.name())));
		}
	}

	private static @Nullable MediaType mediaType(@Nullable String contentType) {
		try {
			return (contentType != null) ? MediaType.parseMediaType(contentType) : null;
		}
		catch (InvalidMediaTypeException ex) {
			throw new MalformedException("invalid-media-type",
					"The text's Content-Type is not valid: %s.".formatted(ex.getMessage()));
		}
	}

}
