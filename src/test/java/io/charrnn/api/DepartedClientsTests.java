package io.charrnn.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.InferenceClient;
import io.charrnn.model.Cell;
import io.charrnn.registry.Models;
import io.charrnn.testing.Networks;
import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingTest;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Clients that leave in every way, in the midst of everything that takes time. */
@TrainingTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(properties = "charrnn.inference.heartbeat=200ms")
class DepartedClientsTests {

	/** At once; so many requests are all that the key may have under way. */
	private static final int CLIENTS = 8;

	/** In the second, all need the places that those of the first have left. */
	private static final int ROUNDS = 2;

	private static final String TEXT = "she sells sea shells by the sea shore; ".repeat(1000);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private Models models;

	@Autowired
	private ContentStore content;

	private TrainingClient client;

	private InferenceClient inference;

	private String key;

	private @Nullable String job;

	private @Nullable String slow;

	@BeforeEach
	void prepare() {
		this.client = new TrainingClient(this.port);
		this.inference = new InferenceClient(this.port, this.models, this.content);
		this.key = this.client.parse(this.client.post("/api/v1/keys", """
				{"name": "leaving", "scopes": ["admin"], "concurrentRequests": %d}""".formatted(CLIENTS)))
			.get("key")
			.asString();
	}

	@AfterEach
	void endTheJob() {
		String last = this.job;
		if (last != null) {
			this.client.change(last, "cancel");
			this.job = null;
			Awaitility.await()
				.atMost(PATIENCE)
				.until(() -> this.client.readJob(last).get("finishedAt"), (time) -> !time.isNull());
		}
	}

	@ParameterizedTest
	@CsvSource({ "RESET, false", "RESET, true", "CLOSE, false", "CLOSE, true", "HALF_CLOSE, false",
			"HALF_CLOSE, true" })
	void leaveTheEventsOfARunningJob(Leaving leaving, boolean afterItBegan, CapturedOutput output) throws Exception {
		String running = train("\"maxIterations\": 1000000000");
		this.client.awaitIteration(running, 1);
		leaves(get("/api/v1/training-jobs/" + running + "/events"), leaving, afterItBegan, output);
	}

	@ParameterizedTest
	@CsvSource({ "RESET, false", "RESET, true", "CLOSE, false", "CLOSE, true", "HALF_CLOSE, false",
			"HALF_CLOSE, true" })
	void leaveTheEventsOfAJobInWhichNothingHappens(Leaving leaving, boolean afterItBegan, CapturedOutput output)
			throws Exception {
		String paused = train("\"maxIterations\": 1000000000");
		this.client.change(paused, "pause");
		this.client.await(paused, "paused");
		leaves(get("/api/v1/training-jobs/" + paused + "/events"), leaving, afterItBegan, output);
	}

	@ParameterizedTest
	@CsvSource({ "RESET, false", "RESET, true", "CLOSE, false", "CLOSE, true", "HALF_CLOSE, false",
			"HALF_CLOSE, true" })
	void leaveTheEventsOfAnEndedJob(Leaving leaving, boolean afterItBegan, CapturedOutput output) throws Exception {
		String ended = train("\"maxIterations\": 300, \"checkpointEvery\": 10");
		this.client.await(ended, "succeeded");
		leaves(get("/api/v1/training-jobs/" + ended + "/events"), leaving, afterItBegan, output);
	}

	/** Which the database has nothing to do with. */
	@ParameterizedTest
	@Tag("sqlite")
	@CsvSource({ "/generations, , RESET, false", "/generations, true, RESET, true", "/generations, true, RESET, false",
			"/generations, , CLOSE, false", "/generations, true, CLOSE, true", "/generations, , HALF_CLOSE, false",
			"/generations, true, HALF_CLOSE, true" })
	void leaveTextsThatAreWritten(String path, Boolean stream, Leaving leaving, boolean afterItBegan,
			CapturedOutput output) throws Exception {
		String model = slowModel();
		leaves(post("/api/v1/models/" + model + path,
				"{\"maxCharacters\": 100000, \"n\": 16, \"stream\": %s}".formatted(stream)), leaving, afterItBegan,
				output);
	}

	@ParameterizedTest
	@Tag("sqlite")
	@CsvSource({ "false, RESET, false", "true, RESET, true", "true, RESET, false", "false, CLOSE, false",
			"true, CLOSE, true", "false, HALF_CLOSE, false", "true, HALF_CLOSE, true" })
	void leaveCompletions(boolean stream, Leaving leaving, boolean afterItBegan, CapturedOutput output)
			throws Exception {
		String model = slowModel();
		leaves(post("/v1/completions",
				"{\"model\": \"%s\", \"max_tokens\": 100000, \"n\": 16, \"stream\": %s}".formatted(model, stream)),
				leaving, afterItBegan, output);
	}

	@ParameterizedTest
	@CsvSource({ "RESET, false", "RESET, true", "CLOSE, false", "CLOSE, true" })
	void leaveDownloads(Leaving leaving, boolean afterItBegan, CapturedOutput output) throws Exception {
		String model = slowModel();
		leaves(get("/api/v1/models/" + model + "/archive"), leaving, afterItBegan, output);
		String corpus = this.client.upload(TEXT.repeat(100));
		leaves(get("/v1/files/" + corpus + "/content"), leaving, afterItBegan, output);
	}

	private String train(String hyperparameters) {
		String begun = this.client.train(this.client.upload(TEXT), hyperparameters);
		this.job = begun;
		return begun;
	}

	/** The same for all. */
	private String slowModel() {
		String published = this.slow;
		if (published == null) {
			published = this.inference.publish("slow", Networks.random(Cell.LSTM, 2, 512, "abcdefghij"));
			this.slow = published;
		}
		return published;
	}

	/** If one of them kept its place, the key would not have all of them again. */
	private void leaves(String request, Leaving leaving, boolean afterItBegan, CapturedOutput output)
			throws IOException {
		for (int round = 0; round < ROUNDS; round++) {
			List<Socket> sockets = new ArrayList<>();
			for (int number = 0; number < CLIENTS; number++) {
				sockets.add(send(request));
			}
			for (Socket socket : sockets) {
				if (afterItBegan) {
					byte[] first = socket.getInputStream().readNBytes(40);
					assertThat(new String(first, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200");
				}
				leaving.leave(socket);
			}
			Awaitility.await().atMost(PATIENCE).until(this::underWay, (count) -> count == 0);
		}
		assertThat(output.getAll()).doesNotContain(" ERROR ");
	}

	/** All but the one that asks. */
	private int underWay() {
		return this.meters.find("http.server.requests.active")
			.longTaskTimers()
			.stream()
			.mapToInt(LongTaskTimer::activeTasks)
			.sum();
	}

	private Socket send(String request) throws IOException {
		Socket socket = new Socket();
		// So small that nothing of size fits into it.
		socket.setReceiveBufferSize(4096);
		socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
		socket.setSoTimeout((int) PATIENCE.toMillis());
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

	private String get(String path) {
		return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + this.key + "\r\n\r\n";
	}

	private String post(String path, String body) {
		return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nX-API-Key: " + this.key
				+ "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
	}

	private enum Leaving {

		/** As a process that is killed does with what it has not read. */
		RESET {

			@Override
			void leave(Socket socket) throws IOException {
				socket.setSoLinger(true, 0);
				socket.close();
			}

		},

		/** As most do. */
		CLOSE {

			@Override
			void leave(Socket socket) throws IOException {
				socket.close();
			}

		},

		/** Ends its own direction and still reads. */
		HALF_CLOSE {

			@Override
			void leave(Socket socket) throws IOException {
				socket.shutdownOutput();
				Thread reader = new Thread(() -> {
					try (InputStream in = socket.getInputStream()) {
						in.transferTo(OutputStream.nullOutputStream());
					}
					catch (IOException ex) {
						// The server has closed it with a reset.
					}
				});
				reader.setDaemon(true);
				reader.start();
			}

		};

		abstract void leave(Socket socket) throws IOException;

	}

}
