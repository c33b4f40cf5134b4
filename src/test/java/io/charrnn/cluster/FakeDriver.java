package io.charrnn.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.charrnn.cluster.protocol.Message;
import io.charrnn.cluster.protocol.Messages;
import io.charrnn.cluster.protocol.RunDescription;
import io.charrnn.model.EncodedText;
import io.charrnn.model.TrainingState;
import io.charrnn.model.round.Rounds;
import org.jspecify.annotations.Nullable;

/** A driver on a thread, which computes all members itself; it may fail on purpose. */
final class FakeDriver extends Process {

	private static final int PIPE = 1 << 16;

	private final PipedOutputStream in = new PipedOutputStream();

	private final PipedInputStream out = new PipedInputStream(PIPE);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Fault fault;

	private final ByteArrayOutputStream text = new ByteArrayOutputStream();

	private @Nullable RunDescription run;

	private @Nullable Rounds rounds;

	private int learned;

	FakeDriver(Fault fault) {
		this.fault = fault;
		try {
			Messages end = new Messages(new PipedInputStream(this.in, PIPE), new PipedOutputStream(this.out));
			Thread thread = new Thread(() -> live(end), "fake driver");
			thread.setDaemon(true);
			thread.start();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void live(Messages end) {
		try {
			if (this.fault.failure() != null) {
				end.send(this.fault.failure());
			}
			else if (!this.fault.mute()) {
				end.send(new Message.Hello("4.2.0", "17", "app-1", ""));
				end.send(new Message.Executors(2, 0, ""));
			}
			Optional<Message> next = end.receive();
			while (next.isPresent() && answer(end, next.get())) {
				next = end.receive();
			}
		}
		catch (IOException ex) {
			// Who asked has gone.
		}
		finally {
			close();
			this.ended.countDown();
		}
	}

	private void close() {
		try {
			this.out.close();
			this.in.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Returns false if it is to die. */
	private boolean answer(Messages end, Message message) throws IOException {
		if (message instanceof Message.Begin begin) {
			this.run = begin.run();
		}
		else if (message instanceof Message.Text part) {
			this.text.write(part.indices());
		}
		else if (message instanceof Message.State state) {
			this.rounds = begin(state.state());
		}
		else if (message instanceof Message.WantState) {
			end.send(new Message.State(rounds().state()));
		}
		else if (message instanceof Message.Learn learn) {
			if (++this.learned == this.fault.dies()) {
				return false;
			}
			if (!this.fault.slow()) {
				end.send(rounds().learn(learn.first(), learn.learningRates(), () -> true)
					.map((updates) -> new Message.Learned(updates, 4_000_000_000L, 3_000_000_000L))
					.orElseThrow());
			}
		}
		else if (message instanceof Message.BreakOff) {
			end.send(new Message.BrokenOff());
		}
		return true;
	}

	private Rounds begin(TrainingState state) {
		byte[] bytes = this.text.toByteArray();
		char[] indices = new char[bytes.length];
		for (int position = 0; position < bytes.length; position++) {
			indices[position] = (char) bytes[position];
		}
		return RoundTestRun.local(java.util.Objects.requireNonNull(this.run), new EncodedText(indices), state);
	}

	private Rounds rounds() {
		return java.util.Objects.requireNonNull(this.rounds);
	}

	@Override
	public OutputStream getOutputStream() {
		return this.in;
	}

	@Override
	public InputStream getInputStream() {
		return this.out;
	}

	@Override
	public InputStream getErrorStream() {
		return new ByteArrayInputStream("its last words\n".getBytes(StandardCharsets.UTF_8));
	}

	@Override
	public int waitFor() throws InterruptedException {
		this.ended.await();
		return 0;
	}

	@Override
	public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
		return this.ended.await(timeout, unit);
	}

	@Override
	public int exitValue() {
		return 0;
	}

	@Override
	public long pid() {
		return 1;
	}

	@Override
	public Stream<ProcessHandle> descendants() {
		return Stream.empty();
	}

	@Override
	public void destroy() {
		close();
	}

	@Override
	public Process destroyForcibly() {
		close();
		return this;
	}

	/**
	 * What goes wrong.
	 *
	 * @param failure says so instead of hello, or null
	 * @param mute says nothing
	 * @param slow never ends a round
	 * @param dies before it ends that round, counted from 1; 0 for never
	 */
	record Fault(Message.@Nullable Failure failure, boolean mute, boolean slow, int dies) {

		static final Fault NONE = new Fault(null, false, false, 0);

		static Fault dying(int round) {
			return new Fault(null, false, false, round);
		}

	}

}
