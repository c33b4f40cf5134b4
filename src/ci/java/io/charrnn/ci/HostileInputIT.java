package io.charrnn.ci;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import io.charrnn.process.ServiceProcess;
import io.charrnn.testing.RawHttp;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Sends what nobody sends who means well. */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class HostileInputIT {

	/** The flight recorder tells of every object that is deserialized. */
	private static final String RECORDING = """
			<?xml version="1.0" encoding="UTF-8"?>
			<configuration version="2.0"><event name="jdk.Deserialization">
			<setting name="enabled">true</setting><setting name="stackTrace">true</setting></event></configuration>
			""";

	@TempDir
	private Path folder;

	@Test
	void isRefusedWithoutAFaultOfOurs() throws Exception {
		Path settings = Files.writeString(this.folder.resolve("deserialization.jfc"), RECORDING);
		Path recording = this.folder.resolve("recording.jfr");
		int inputs = Faults.rounds(1000);
		Map<Integer, Integer> statuses = new TreeMap<>();
		long before;
		long after;
		try (ServiceProcess service = ServiceProcess.start(this.folder, "-Xmx160m",
				"-XX:StartFlightRecording:settings=%s,filename=%s,dumponexit=true".formatted(settings, recording))) {
			String corpus = Replicas.upload(service, "The quick brown fox jumps over the lazy dog. ".repeat(100));
			Replicas.awaitStatus(service, Replicas.train(service, corpus, 10), "succeeded");
			HostileInputs hostile = new HostileInputs(20261124, service.getBytes("/api/v1/models/fox:1/archive"),
					service.getBytes("/api/v1/models/fox:1/archive?format=safetensors"));
			send(service, hostile, inputs / 2, statuses);
			before = service.residentBytes();
			send(service, hostile, inputs - inputs / 2, statuses);
			after = service.residentBytes();
			assertThat(service.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
		}
		long deserialized = RecordingFile.readAllEvents(recording).size();
		System.out.printf(
				"faults: hostile input: %d requests, answered with %s; resident memory %d MiB in the middle, %d MiB at the end; %d objects deserialized%n",
				inputs, statuses, before >> 20, after >> 20, deserialized);
		assertThat(statuses.keySet()).allMatch((status) -> status < 500);
		assertThat(deserialized).isZero();
		assertThat(after).isLessThan(before + (96 << 20));
	}

	private static void send(ServiceProcess service, HostileInputs hostile, int count, Map<Integer, Integer> statuses)
			throws IOException {
		for (int input = 0; input < count; input++) {
			byte[] request = hostile.next();
			RawHttp response = send(service.uri().getPort(), request);
			statuses.merge(response.status(), 1, Integer::sum);
			assertThat(response.status()).as(() -> new String(request, 0, Math.min(request.length, 500)))
				.isLessThan(500);
		}
	}

	/**
	 * Says that no more comes, so that nobody waits for the rest of what is incomplete.
	 */
	private static RawHttp send(int port, byte[] request) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(30_000);
			socket.getOutputStream().write(request);
			socket.shutdownOutput();
			return RawHttp.read(socket.getInputStream());
		}
	}

}
