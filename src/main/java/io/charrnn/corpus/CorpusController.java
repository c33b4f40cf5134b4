package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import io.charrnn.page.Page;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.UnprocessableException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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
@RequestMapping("/api/v1/corpora")
class CorpusController {

	private static final String DEFAULT_NAME = "untitled";

	private static final int MAX_SLICE = 1_000_000;

	private static final int MAX_LIMIT = 500;

	private final Corpora corpora;

	private final Uploads uploads;

	private final Samples samples;

	CorpusController(Corpora corpora, Uploads uploads, Samples samples) {
		this.corpora = corpora;
		this.uploads = uploads;
		this.samples = samples;
	}

	@PostMapping(consumes = "!" + MediaType.MULTIPART_FORM_DATA_VALUE)
	ResponseEntity<Corpus> upload(@RequestParam(required = false) @Nullable String name,
			@RequestParam(required = false) @Nullable String sample,
			@RequestParam(defaultValue = "nfc") Normalization normalization, HttpServletRequest request)
			throws IOException {
		if (sample != null) {
			return uploadSample(name, this.samples.find(sample), normalization, request);
		}
		String chosen = CorpusName.chosenOr(name, DEFAULT_NAME);
		requireUtf8(request.getHeader(HttpHeaders.CONTENT_TYPE));
		if (request.getContentLengthLong() > this.uploads.maxBytes()) {
			throw TextReader.tooLarge(this.uploads.maxBytes());
		}
		return created(this.uploads.take(chosen, request.getInputStream(), normalization));
	}

	@PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
	ResponseEntity<Corpus> uploadFile(@RequestParam(required = false) @Nullable String name,
			@RequestPart MultipartFile file, @RequestParam(defaultValue = "nfc") Normalization normalization)
			throws IOException {
		String chosen = CorpusName.chosenOr(name, CorpusName.ofFile(file.getOriginalFilename()));
		requireUtf8(file.getContentType());
		try (InputStream in = file.getInputStream()) {
			return created(this.uploads.take(chosen, in, normalization));
		}
	}

	private ResponseEntity<Corpus> uploadSample(@Nullable String name, Sample sample, Normalization normalization,
			HttpServletRequest request) throws IOException {
		String chosen = CorpusName.chosenOr(name, sample.name());
		if (request.getInputStream().read() >= 0) {
			throw new UnprocessableException("sample-and-body",
					"The request has both the parameter sample and a body; a corpus is made of one of them.");
		}
		try (InputStream in = sample.open()) {
			return created(this.uploads.take(chosen, in, normalization));
		}
	}

	@GetMapping
	Page<Corpus> list(@RequestParam(defaultValue = "50") int limit,
			@RequestParam(required = false) @Nullable String after) {
		requireWithin("limit", limit, 1, MAX_LIMIT);
		return this.corpora.list(limit, after);
	}

	@GetMapping("/{id}")
	Corpus show(@PathVariable CorpusId id) {
		return this.corpora.find(id);
	}

	@GetMapping(path = "/{id}/text", produces = MediaType.TEXT_PLAIN_VALUE)
	ResponseEntity<byte[]> text(@PathVariable CorpusId id, @RequestParam(defaultValue = "0") long from,
			@RequestParam(defaultValue = "1000") int characters) {
		requireWithin("characters", characters, 1, MAX_SLICE);
		Corpus corpus = this.corpora.find(id);
		requireWithin("from", from, 0, corpus.characters());
		return ResponseEntity.ok()
			.contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
			.body(this.corpora.text(corpus, from, characters));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable CorpusId id) {
		this.corpora.delete(id);
	}

	private static ResponseEntity<Corpus> created(Corpus corpus) {
		return ResponseEntity.created(URI.create("/api/v1/corpora/" + corpus.id())).body(corpus);
	}

	private static void requireWithin(String parameter, long value, long least, long most) {
		if (value < least || value > most) {
			throw UnprocessableException.outOfBounds(parameter, value, "from %d to %d".formatted(least, most));
		}
	}

	/** What is declared to be something else would only pass for UTF-8 by luck. */
	private static void requireUtf8(@Nullable String contentType) {
		Charset charset = (contentType != null) ? MediaType.parseMediaType(contentType).getCharset() : null;
		if (charset != null && charset != StandardCharsets.UTF_8 && charset != StandardCharsets.US_ASCII) {
			throw new MalformedException("unsupported-charset",
					"The text must be UTF-8, but its Content-Type says %s.".formatted(charset));
		}
	}

}
