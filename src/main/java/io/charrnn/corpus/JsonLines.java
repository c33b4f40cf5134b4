package io.charrnn.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

import io.charrnn.problem.Problem;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Documents as JSON Lines: an object a line. Where the field with the text is not there,
 * OpenAI's forms are read: of {@code prompt} and {@code completion} one after the other,
 * of {@code messages} each as {@code role: content} on a line.
 */
final class JsonLines implements DocumentSource {

	/** Bytes of a line, which is held whole. */
	private static final int LONGEST_LINE = 16 << 20;

	private static final JsonMapper JSON = JsonMapper.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private final InputStream in;

	private final DocumentFields fields;

	/** What was read of the stream, and which of it no line has taken. */
	private final byte[] buffer = new byte[1 << 16];

	private int next;

	private int end;

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	/** From 1 on. */
	private long number;

	/** Bytes before the line. */
	private long offset;

	private long read;

	JsonLines(InputStream in, DocumentFields fields) {
		this.in = in;
		this.fields = fields;
	}

	@Override
	public void read(TextSink sink, long maxBytes) throws IOException {
		InputStream valid = new ValidUtf8(new BoundedStream(this.in, maxBytes));
		while (readLine(valid)) {
			String text = text();
			if (!text.isBlank()) {
				JsonNode object = parse(text);
				write(string(object), label(object), sink);
			}
		}
		sink.finish();
	}

	private static void write(String text, @Nullable String label, TextSink sink) throws IOException {
		if (!text.isEmpty()) {
			sink.begin(new Heading(label, null));
			sink.accept(CharBuffer.wrap(text));
		}
	}

	private boolean readLine(InputStream valid) throws IOException {
		this.line.reset();
		this.number++;
		this.offset = this.read;
		boolean any = false;
		boolean whole = false;
		while (!whole && fill(valid)) {
			any = true;
			int to = this.next;
			while (to < this.end && this.buffer[to] != '\n') {
				to++;
			}
			whole = to < this.end;
			this.line.write(this.buffer, this.next, to - this.next);
			this.read += to - this.next + (whole ? 1 : 0);
			this.next = whole ? to + 1 : to;
			if (this.line.size() > LONGEST_LINE) {
				throw refused(String.format(Locale.ROOT, "is longer than the maximum of %,d bytes", LONGEST_LINE));
			}
		}
		return any;
	}

	/** Whether there is more in the buffer, read if need be. */
	private boolean fill(InputStream valid) throws IOException {
		if (this.next == this.end) {
			this.next = 0;
			this.end = Math.max(0, valid.read(this.buffer));
		}
		return this.next < this.end;
	}

	private String text() {
		String text = this.line.toString(StandardCharsets.UTF_8);
		boolean marked = this.number == 1 && text.indexOf(TextReader.BYTE_ORDER_MARK) == 0;
		return marked ? text.substring(1) : text;
	}

	private JsonNode parse(String text) {
		try {
			JsonNode object = JSON.readTree(text);
			if (!object.isObject()) {
				throw refused("is JSON, but not an object");
			}
			return object;
		}
		catch (JacksonException ex) {
			throw refused((ex.getLocation() != null)
					? String.format(Locale.ROOT, "is not a JSON object, or has a field twice: error at column %d",
							ex.getLocation().getColumnNr())
					: "is nested too deeply, or has a number or a name that is too long");
		}
	}

	private String string(JsonNode object) {
		String field = this.fields.text();
		String text;
		if (object.has(field)) {
			text = string(field, object.get(field));
		}
		else if (field.equals(DocumentFields.DEFAULT_TEXT) && object.has("messages")) {
			text = messages(object.get("messages"));
		}
		else if (field.equals(DocumentFields.DEFAULT_TEXT) && object.has("prompt") && object.has("completion")) {
			text = string("prompt", object.get("prompt")) + string("completion", object.get("completion"));
		}
		else {
			throw refused("has no field «%s»".formatted(field));
		}
		if (hasHalf(text)) {
			throw refused("has a lone surrogate");
		}
		return text;
	}

	private static boolean hasHalf(String text) {
		for (int position = 0; position < text.length(); position++) {
			if (Character.isHighSurrogate(text.charAt(position)) && position + 1 < text.length()
					&& Character.isLowSurrogate(text.charAt(position + 1))) {
				position++;
			}
			else if (Character.isSurrogate(text.charAt(position))) {
				return true;
			}
		}
		return false;
	}

	private String messages(JsonNode messages) {
		if (!messages.isArray()) {
			throw refused("has a field «messages» that is not an array");
		}
		StringBuilder text = new StringBuilder();
		for (JsonNode message : messages) {
			text.append(string("role", message.path("role")))
				.append(": ")
				.append(string("content", message.path("content")))
				.append('\n');
		}
		return text.toString();
	}

	private String string(String field, JsonNode value) {
		if (!value.isString()) {
			throw refused("has a field «%s» that is not a string".formatted(field));
		}
		return value.asString();
	}

	private @Nullable String label(JsonNode object) {
		String field = this.fields.label();
		JsonNode value = (field != null) ? object.path(field) : null;
		if (value == null || value.isMissingNode() || value.isNull()) {
			return null;
		}
		if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
			throw refused("has a label «%s» that is not a string".formatted(field));
		}
		String label = value.asString();
		Optional<String> fault = DocumentFields.faultOf(label);
		if (fault.isPresent()) {
			throw refused("has a label «%s», which %s".formatted(field, fault.get()));
		}
		return label;
	}

	private Problem refused(String fault) {
		return DocumentFields.refused(this.number, this.offset, fault);
	}

}
