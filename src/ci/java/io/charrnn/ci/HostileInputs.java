package io.charrnn.ci;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Requests that nobody sends who means well, as bytes on the wire: archives, JSON, texts
 * and headers. The same seed leads to the same requests.
 */
final class HostileInputs {

	private static final List<String> TARGETS = List.of("/api/v1/training-jobs", "/api/v1/training-jobs/estimates",
			"/api/v1/models/fox:1/predictions", "/api/v1/models/fox:1/generations", "/api/v1/models/fox:1/scores",
			"/api/v1/models/fox:1/sessions", "/v1/completions", "/tokenize");

	private static final List<String> BODIES = List.of(
			"{\"corpus\": \"corpus_0\", \"model\": \"fox\", \"hyperparameters\": {\"layers\": 1, \"seed\": 7}}",
			"{\"texts\": [\"The quick\", \"brown\"], \"top\": 3, \"temperature\": 0.5}",
			"{\"prompt\": \"The\", \"maxCharacters\": 5, \"stop\": [\".\"], \"characterBias\": {\"a\": 1}}",
			"{\"model\": \"fox:1\", \"prompt\": \"The\", \"max_tokens\": 5}");

	private static final List<String> PIECES = List.of("[".repeat(10_000), "{\"a\":".repeat(10_000), "1e999999999",
			"-0", "9".repeat(20_000), "\"\\ud800\"", "\\u0000", "null", "NaN", "\"\"", "\"a\":1,\"a\":2", "\u0000",
			"../../etc/passwd", "'; DROP TABLE corpus; --", "${jndi:ldap://127.0.0.1/a}", "true",
			"\"" + "a".repeat(50_000));

	private static final List<String> HEADERS = List.of("Content-Length: -1", "Content-Length: 99999999999999999999",
			"Content-Length: 5\r\nContent-Length: 6", "Transfer-Encoding: chunked\r\nContent-Length: 5",
			"Transfer-Encoding: chunked, chunked", "Content-Type: \u0001", "Content-Type: multipart/form-data",
			"Content-Type: multipart/form-data; boundary=", "Authorization: Bearer " + "a".repeat(10_000),
			"X-API-Key: \u00ff\u00fe", "X-Request-Id: a\r\n b", "Last-Event-ID: 99999999999999999999",
			"Accept: */*;q=9", "Accept: a/b/c", "Range: bytes=-1--1", "Expect: something", "X-A: " + "a".repeat(40_000),
			"No colon", ": no name", "Content-Encoding: gzip", "Cookie: a=\"", "Host: other",
			"Upgrade: h2c\r\nConnection: Upgrade", "Content-Type: text/plain; charset=utf-7", "Origin: null",
			"Accept-Language: " + "a,".repeat(5000));

	private final Random random;

	private final Map<String, byte[]> archive;

	private final byte[] safetensors;

	HostileInputs(long seed, byte[] archive, byte[] safetensors) throws IOException {
		this.random = new Random(seed);
		this.archive = entries(archive);
		this.safetensors = safetensors;
	}

	/** The next request. */
	byte[] next() throws IOException {
		return switch (this.random.nextInt(5)) {
			case 0 -> request("POST", "/api/v1/models?name=hostile", "Content-Type: application/zip", archive());
			case 1 -> request("POST", one(TARGETS), "Content-Type: application/json",
					json().getBytes(StandardCharsets.UTF_8));
			case 2 -> request("POST", "/api/v1/corpora?name=hostile", "Content-Type: text/plain", text());
			case 3 -> request("POST", "/api/v1/models?name=hostile&format=safetensors",
					"Content-Type: application/octet-stream", safetensors());
			default -> request(one(List.of("GET", "POST", "DELETE", "PUT", "TRACE", "get", "G\u0000T")),
					one(List.of("/api/v1/corpora", "/api/v1/models/fox:1", "//api/v1/keys", "/api/v1/..%2f", "/%00",
							"/api/v1/training-jobs?limit=-1&limit=2", "/api/v1/corpora?after=%ff", "*", "http://a/b",
							"/api/v1/models/" + "a".repeat(5000))),
					one(HEADERS), new byte[0]);
		};
	}

	private byte[] archive() throws IOException {
		Map<String, byte[]> entries = new LinkedHashMap<>(this.archive);
		String name = one(List.copyOf(entries.keySet()));
		switch (this.random.nextInt(7)) {
			case 0 -> entries.put(one(List.of("preprocessor.bin", "normalizer.bin", "dataset.bin")), serialized());
			case 1 -> entries.put(name, serialized());
			case 2 -> entries.put(one(List.of("../../a", "/etc/passwd", "a\\b", "", "configuration.json/")), text());
			case 3 -> entries.put(name, new byte[20 << 20]);
			case 4 -> entries.computeIfPresent(name, (key, bytes) -> changed(bytes));
			case 5 -> entries.remove(name);
			default -> {
				return changed(zip(entries));
			}
		}
		return zip(entries);
	}

	/**
	 * With another header, or another length of it, or bytes that are changed or missing.
	 */
	private byte[] safetensors() {
		byte[] file = this.safetensors;
		int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
		return switch (this.random.nextInt(4)) {
			case 0 -> {
				String header = new String(file, Long.BYTES, length, StandardCharsets.UTF_8);
				byte[] changed = withPiece(header).getBytes(StandardCharsets.UTF_8);
				yield safetensors(changed.length, changed, Arrays.copyOfRange(file, Long.BYTES + length, file.length));
			}
			case 1 -> safetensors(one(List.of(-1L, 0L, 1L << 31, Long.MAX_VALUE, length + 1L)), file, file);
			case 2 -> changed(file);
			default -> Arrays.copyOf(file, this.random.nextInt(file.length));
		};
	}

	private static byte[] safetensors(long length, byte[] header, byte[] values) {
		return ByteBuffer.allocate(Long.BYTES + header.length + values.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putLong(length)
			.put(header)
			.put(values)
			.array();
	}

	/** What reading objects would turn into one. */
	private static byte[] serialized() throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream objects = new ObjectOutputStream(bytes)) {
			objects.writeObject(new ArrayList<>(List.of("an object")));
		}
		return bytes.toByteArray();
	}

	private String json() {
		String body = one(BODIES);
		return switch (this.random.nextInt(3)) {
			case 0 -> withPiece(body);
			case 1 -> body.replaceFirst("(?<=: )(\"[^\"]*\"|[0-9.]+)", "@").replace("@", one(PIECES));
			default -> body.substring(0, this.random.nextInt(body.length()));
		};
	}

	private String withPiece(String json) {
		int at = this.random.nextInt(json.length());
		return json.substring(0, at) + one(PIECES) + json.substring(at);
	}

	/** Bytes that are no UTF-8, nearly always. */
	private byte[] text() {
		byte[] bytes = "The quick brown fox \u00e9 \u4e2d \ud83d\ude00. ".repeat(10).getBytes(StandardCharsets.UTF_8);
		bytes[this.random.nextInt(bytes.length)] = (byte) (0x80 + this.random.nextInt(0x80));
		bytes[this.random.nextInt(bytes.length)] = (byte) (0xf5 + this.random.nextInt(11));
		return bytes;
	}

	private byte[] changed(byte[] bytes) {
		byte[] changed = bytes.clone();
		for (int change = this.random.nextInt(8); change >= 0; change--) {
			changed[this.random.nextInt(changed.length)] = (byte) this.random.nextInt();
		}
		return changed;
	}

	private <T> T one(List<T> all) {
		return all.get(this.random.nextInt(all.size()));
	}

	private static byte[] request(String method, String path, String header, byte[] body) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write("%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n".formatted(method, path, header)
			.getBytes(StandardCharsets.UTF_8));
		bytes.write((((body.length > 0) ? "Content-Length: " + body.length + "\r\n" : "") + "\r\n")
			.getBytes(StandardCharsets.US_ASCII));
		bytes.write(body);
		return bytes.toByteArray();
	}

	private static Map<String, byte[]> entries(byte[] archive) throws IOException {
		Map<String, byte[]> entries = new LinkedHashMap<>();
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				entries.put(entry.getName(), zip.readAllBytes());
			}
		}
		return entries;
	}

	private static byte[] zip(Map<String, byte[]> entries) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
				zip.putNextEntry(new ZipEntry(entry.getKey()));
				zip.write(entry.getValue());
			}
		}
		return bytes.toByteArray();
	}

}
