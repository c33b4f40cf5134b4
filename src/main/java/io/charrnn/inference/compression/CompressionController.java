package io.charrnn.inference.compression;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

import io.charrnn.corpus.Encodings;
import io.charrnn.inference.Texts;
import io.charrnn.inference.learning.LearningModels;
import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.MixedModels;
import io.charrnn.inference.serving.Request;
import io.charrnn.inference.serving.Requests;
import io.charrnn.inference.serving.Script;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.problem.TooLargeException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.registry.AnyModel;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Compresses texts with a model's predictions, and restores them. */
@RestController
@Tag(name = "Inference")
class CompressionController {

	private static final int MOST_CHARACTERS = 1_000_000;

	private static final int MOST_BYTES_OF_A_CHARACTER = 4;

	/** More than a container takes beside its characters. */
	private static final int MOST_BYTES_BESIDE = 1024;

	private final MixedModels models;

	private final Requests requests;

	private final LearningModels learning;

	private final int mostCharacters;

	CompressionController(MixedModels models, Requests requests, LearningModels learning, InferenceSettings settings) {
		this.models = models;
		this.requests = requests;
		this.learning = learning;
		this.mostCharacters = Math.min(MOST_CHARACTERS, settings.maxScoredCharacters());
	}

	@Operation(operationId = "compress", summary = "Compress a text",
			description = "Compresses a text by arithmetic coding with the model's predictions: a text of N "
					+ "characters takes about N x bits per character / 8 bytes, as `/scores` reports them. It "
					+ "can be restored only with the same version of the model and the program, on the same "
					+ "kind of processor; the fingerprint in the bytes identifies them. The text is not "
					+ "normalized.",
			requestBody = @RequestBody(required = true, description = "UTF-8.",
					content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE,
							schema = @Schema(type = "string", example = "To be, or not to be"))))
	@ApiResponse(responseCode = "200", description = "The compressed text.",
			content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
					schema = @Schema(type = "string", format = "binary")))
	@PostMapping(path = "/api/v1/models/{reference}/compress", consumes = MediaType.TEXT_PLAIN_VALUE,
			produces = MediaType.APPLICATION_OCTET_STREAM_VALUE)
	byte[] compress(@AnyModel @PathVariable String reference,
			@Parameter(
					description = "Whether to combine the network with character n-grams, which takes fewer "
							+ "bytes; the corpus of the model must not have been deleted, now and when the text is "
							+ "restored. Defaults to how the model is served.",
					example = "true") @RequestParam(required = false) @Nullable Boolean mixture,
			@Parameter(
					description = "Whether to learn from the text while coding it, which takes fewer bytes and "
							+ "more time, now and when it is restored: each segment of 64 characters is coded, then "
							+ "learned. At most 500,000 characters.",
					example = "true") @RequestParam(defaultValue = "false") boolean learn,
			HttpServletRequest request) throws IOException {
		byte[] bytes = body(request, (long) MOST_BYTES_OF_A_CHARACTER * this.mostCharacters);
		LoadedModel model = this.models.get(reference, mixture);
		EncodedText text = model.alphabet().encode(decode(bytes));
		requireFew(text.length());
		byte[] coded = {};
		if (text.length() > 0) {
			this.models.takeMemory(model, text.length());
			Compression compression = new Compression(opening(model), text, model.alphabet().size(), model.mixer());
			compute(model, compression, learn, text.length());
			coded = compression.coded();
		}
		return new CompressedText(model.fingerprint(), learn, text.length(), checksum(bytes), coded).toBytes();
	}

	@Operation(operationId = "decompress", summary = "Restore a compressed text",
			description = "Takes the output of `compress`, with the same version of the model.",
			requestBody = @RequestBody(required = true,
					content = @Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
							schema = @Schema(type = "string", format = "binary"))))
	@ApiResponse(responseCode = "200", description = "The text, UTF-8.",
			content = @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string")))
	@PostMapping(path = "/api/v1/models/{reference}/decompress", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE,
			produces = "text/plain;charset=UTF-8")
	byte[] decompress(@AnyModel @PathVariable String reference, HttpServletRequest request) throws IOException {
		CompressedText compressed = CompressedText
			.of(body(request, (long) MOST_BYTES_OF_A_CHARACTER * this.mostCharacters + MOST_BYTES_BESIDE));
		LoadedModel model = this.models.withFingerprint(reference, compressed.fingerprint());
		requireFew(compressed.characters());
		byte[] bytes = {};
		if (compressed.characters() > 0) {
			this.models.takeMemory(model, compressed.characters());
			Decompression decompression = new Decompression(opening(model), compressed, model.alphabet().size(),
					model.mixer());
			compute(model, decompression, compressed.learned(), compressed.characters());
			bytes = model.alphabet().decode(decompression.text()).getBytes(StandardCharsets.UTF_8);
		}
		if (checksum(bytes) != compressed.checksum()) {
			throw Decompression.corrupt();
		}
		return bytes;
	}

	private void compute(LoadedModel model, Script script, boolean learn, int characters) {
		if (learn) {
			this.learning.read(model, characters, List.of(script));
			return;
		}
		try (Request request = this.requests.begin()) {
			request.start(model, script, HiddenState.zero(model.architecture()));
			request.await();
		}
	}

	private static EncodedText opening(LoadedModel model) {
		return Texts.opening(model.alphabet(), new EncodedText(new char[0]), null);
	}

	private void requireFew(int characters) {
		if (characters > this.mostCharacters) {
			throw UnprocessableException.outOfBounds("The text's length", characters,
					String.format(Locale.ROOT, "at most %,d characters", this.mostCharacters));
		}
	}

	private static byte[] body(HttpServletRequest request, long most) throws IOException {
		byte[] bytes = request.getInputStream().readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
		if (bytes.length > most) {
			throw new TooLargeException("too-large",
					String.format(Locale.ROOT, "The body is larger than the maximum of %,d bytes.", most))
				.with("maxBytes", most);
		}
		return bytes;
	}

	private static String decode(byte[] bytes) {
		Encodings.refuseWide(bytes, 0);
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
		}
		catch (CharacterCodingException ex) {
			throw Encodings.notUtf8(bytes, "it has bytes that are not part of a character");
		}
	}

	private static int checksum(byte[] bytes) {
		CRC32 checksum = new CRC32();
		checksum.update(bytes);
		return (int) checksum.getValue();
	}

}
