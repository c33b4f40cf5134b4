package io.charrnn.inference.compression;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.testing.ServiceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@ServiceTest
class CompressionTests {

	private static final String ALPHABET = "abcdefgh é\n😀🙂";

	private static final String TEXT = "bad 😀 cab é\nfed 🙂 hag\n".repeat(100);

	private InferenceClient client;

	private String model;

	@BeforeEach
	void publish(@LocalServerPort int port, @Autowired Models models, @Autowired ContentStore content) {
		this.client = new InferenceClient(port, models, content);
		this.model = publish(Networks.random(Cell.LSTM, 2, 24, ALPHABET));
	}

	@ParameterizedTest
	@EnumSource
	void textComesBackExactly(Cell cell) {
		String path = publish(Networks.random(cell, 2, 16, ALPHABET));
		HttpResponse<byte[]> compressed = post(path + "/compress", "text/plain", TEXT.getBytes(StandardCharsets.UTF_8));
		assertThat(compressed.statusCode()).isEqualTo(200);
		assertThat(compressed.headers().firstValue("Content-Type")).contains("application/octet-stream");
		HttpResponse<byte[]> restored = decompress(path, compressed.body());
		assertThat(restored.statusCode()).isEqualTo(200);
		assertThat(new String(restored.body(), StandardCharsets.UTF_8)).isEqualTo(TEXT);
		assertThat(restored.headers().firstValue("Content-Type")).contains("text/plain;charset=UTF-8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16LE", "WINDOWS-1252" })
	void namesTheEncodingOfATextThatIsNotUtf8(String encoding) throws Exception {
		byte[] text = "Größe, überall Größe.".getBytes(Charset.forName(encoding));
		HttpResponse<byte[]> response = this.client.send("POST", this.model + "/compress", "text/plain", text);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains(":invalid-utf8",
				"iconv -f " + encoding + " -t UTF-8");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "\n", "😀", "ab" })
	void shortTextsComeBackExactly(String text) {
		assertThat(new String(decompress(this.model, compress(text)).body(), StandardCharsets.UTF_8)).isEqualTo(text);
	}

	@Test
	void sizeIsWhatTheScoreSays() {
		double loss = this.client
			.post(200, this.model + "/scores",
					"{\"text\": \"%s\", \"characters\": false}".formatted(("\n" + TEXT).replace("\n", "\\n")))
			.at("/scores/0/loss")
			.asDouble();
		double bytes = loss / Math.log(2) * TEXT.codePointCount(0, TEXT.length()) / 8;
		assertThat((double) compress(TEXT).length).isCloseTo(bytes, within(0.001 * bytes + 40));
	}

	@Test
	void certainTextTakesNextToNothing() {
		String cycle = publish(Networks.cycle("abc"));
		byte[] compressed = post(cycle + "/compress", "text/plain",
				"abc".repeat(10_000).getBytes(StandardCharsets.UTF_8))
			.body();
		assertThat(compressed.length).isLessThan(60);
		assertThat(decompress(cycle, compressed).body()).hasSize(30_000);
	}

	@Test
	void refusesDamagedBytes() {
		byte[] compressed = compress(TEXT.substring(0, 120));
		for (int position = 0; position < compressed.length - 1; position++) {
			byte[] damaged = compressed.clone();
			damaged[position] ^= 0x10;
			HttpResponse<byte[]> response = decompress(this.model, damaged);
			assertThat(response.statusCode()).as("byte %d", position).isEqualTo(422);
		}
		for (int length = 0; length < compressed.length - 5; length++) {
			assertThat(decompress(this.model, Arrays.copyOf(compressed, length)).statusCode()).isEqualTo(422);
		}
	}

	@Test
	void refusesWhatAnotherModelCompressed() {
		HttpResponse<byte[]> response = decompress(publish(Networks.random(Cell.GRU, 1, 8, ALPHABET)), compress("bad"));
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("other-model", "fingerprint");
	}

	@Test
	void refusesMoreCharactersThanTheServiceReads() {
		byte[] compressed = compress("bad");
		ByteBuffer.wrap(compressed).putInt(5 + compressed[4], 1_000_001);
		HttpResponse<byte[]> response = decompress(this.model, compressed);
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("1,000,000 characters");
	}

	@Test
	void refusesUnknownCharactersAndInvalidUtf8() {
		HttpResponse<byte[]> unknown = post(this.model + "/compress", "text/plain",
				"aZ".getBytes(StandardCharsets.UTF_8));
		assertThat(unknown.statusCode()).isEqualTo(422);
		assertThat(new String(unknown.body(), StandardCharsets.UTF_8)).contains("unknown-character", "U+005A");
		assertThat(post(this.model + "/compress", "text/plain", new byte[] { 'a', (byte) 0xC0 }).statusCode())
			.isEqualTo(400);
	}

	private byte[] compress(String text) {
		return post(this.model + "/compress", "text/plain", text.getBytes(StandardCharsets.UTF_8)).body();
	}

	private HttpResponse<byte[]> decompress(String path, byte[] compressed) {
		return post(path + "/decompress", "application/octet-stream", compressed);
	}

	private HttpResponse<byte[]> post(String path, String type, byte[] body) {
		return this.client.send("POST", path, type, body);
	}

	private String publish(LanguageModel network) {
		return "/api/v1/models/" + this.client.publish("compression", network);
	}

}
