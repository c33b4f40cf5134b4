package io.charrnn.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.charrnn.testing.RawHttp;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Asks a Tomcat of its own whether the clients of requests are still there. */
class ClientConnectionsTests {

	private static final String CLOSE = "Connection: close\n";

	private final Tomcat tomcat = new Tomcat();

	private final BlockingQueue<Boolean> gone = new LinkedBlockingQueue<>();

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	@BeforeEach
	void start(@TempDir Path directory) throws LifecycleException {
		this.tomcat.setBaseDir(directory.toString());
		this.tomcat.setPort(0);
		this.tomcat.getConnector().setProperty("address", "127.0.0.1");
		Context context = this.tomcat.addContext("", directory.toString());
		((StandardContext) context).addValve(new ClientConnections());
		Tomcat.addServlet(context, "servlet", new Asking());
		context.addServletMappingDecoded("/*", "servlet");
		this.tomcat.start();
	}

	@AfterEach
	void stop() throws LifecycleException {
		this.answers.add("the test is over");
		this.tomcat.stop();
		this.tomcat.destroy();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /read HTTP/1.1\nHost: localhost\n\n",
			"POST /read HTTP/1.1\nHost: localhost\nContent-Length: 5\n\nabcde",
			"POST /read HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n5\nabcde\n0\n\n" })
	void clientIsThereUntilItClosesItsConnection(String request) throws Exception {
		try (Socket socket = send(request)) {
			assertThat(socket.isConnected()).isTrue();
			for (int time = 0; time < 5; time++) {
				assertThat(isGone()).isFalse();
			}
		}
		Awaitility.await().until(this::isGone);
		assertThat(isGone()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET /read HTTP/1.1\nHost: localhost\n\n",
			"POST /read HTTP/1.1\nHost: localhost\nContent-Length: 5\n\nabcde",
			"POST /read HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n5\nabcde\n0\n\n" })
	void requestThatIsSentAheadIsAnsweredAfterwards(String request) throws Exception {
		try (Socket socket = send(request)) {
			assertThat(isGone()).isFalse();
			write(socket, "POST /read HTTP/1.1\nHost: localhost\n" + CLOSE + "Content-Length: 3\n\nxyz");
			for (int time = 0; time < 5; time++) {
				assertThat(isGone()).isFalse();
			}
			this.answers.add("first");
			this.answers.add("second");
			RawHttp both = RawHttp.read(socket.getInputStream());
			assertThat(both.body()).contains("first").contains("second");
		}
	}

	@Test
	void nothingIsReadOfABodyThatTheRequestHasNotRead() throws Exception {
		try (Socket socket = send("POST /unread HTTP/1.1\nHost: localhost\n" + CLOSE + "Content-Length: 5\n\nab")) {
			assertThat(isGone()).isFalse();
			write(socket, "cde");
			assertThat(isGone()).isFalse();
			this.answers.add("read ");
			assertThat(RawHttp.read(socket.getInputStream()).body()).isEqualTo("read abcde");
		}
	}

	private Socket send(String request) throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.tomcat.getConnector().getLocalPort());
		write(socket, request);
		return socket;
	}

	private static void write(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
	}

	/** Asks in the thread of the request, as it has to be. */
	private boolean isGone() throws InterruptedException {
		this.answers.add("?");
		Boolean gone = this.gone.poll(30, TimeUnit.SECONDS);
		assertThat(gone).isNotNull();
		return gone;
	}

	/** Asks whenever it is told to, until it is told what to answer. */
	private final class Asking extends HttpServlet {

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			boolean reads = request.getRequestURI().equals("/read");
			if (reads) {
				request.getInputStream().readAllBytes();
			}
			Client client = (Client) request.getAttribute(Client.ATTRIBUTE);
			try {
				String answer = ClientConnectionsTests.this.answers.take();
				while (answer.equals("?")) {
					ClientConnectionsTests.this.gone.add(client.isGone());
					answer = ClientConnectionsTests.this.answers.take();
				}
				response.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
				if (!reads) {
					request.getInputStream().transferTo(response.getOutputStream());
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
