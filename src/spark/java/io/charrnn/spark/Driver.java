package io.charrnn.spark;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.charrnn.cluster.protocol.Message;
import io.charrnn.cluster.protocol.Message.Reason;
import io.charrnn.cluster.protocol.Messages;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * The driver of one training job, started by the service through Spark's own launcher. It
 * is told what to do on its standard input and answers on its standard output; what it
 * has to say beside goes to standard error. When its input ends, so does it, with its
 * executors.
 */
public final class Driver {

	/** Where Spark takes longer to stop, it is not waited for. */
	private static final long MOST_SECONDS_TO_STOP = 2;

	private static final int MOST_TOLD = 16;

	private final Messages messages;

	/** Bounded, as a text may be larger than memory. */
	private final BlockingQueue<Message> told = new LinkedBlockingQueue<>(MOST_TOLD);

	private final Scratch scratch;

	private volatile boolean breakOff;

	private Driver(Messages messages, Scratch scratch) {
		this.messages = messages;
		this.scratch = scratch;
	}

	/**
	 * Drives one job.
	 * @param arguments the release of Spark that it must be, then for how many seconds it
	 * may be without executors, then the file with Spark's settings
	 */
	public static void main(String[] arguments) throws IOException {
		OutputStream out = new FileOutputStream(FileDescriptor.out);
		// Whatever libraries print is no message.
		System.setOut(System.err);
		Driver driver = new Driver(new Messages(System.in, out), new Scratch(Path.of(arguments[2])));
		Thread listening = new Thread(driver::listen, "listening");
		listening.setDaemon(true);
		listening.start();
		driver.drive(arguments[0], TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1])));
		driver.end(0);
	}

	private void listen() {
		try {
			for (Optional<Message> next = this.messages.receive(); next.isPresent(); next = this.messages.receive()) {
				if (next.get() instanceof Message.BreakOff) {
					this.breakOff = true;
				}
				else {
					// One that came too late is not meant for the next round.
					this.breakOff &= !(next.get() instanceof Message.Learn);
					this.told.put(next.get());
				}
			}
		}
		catch (IOException ex) {
			System.err.println("the service cannot be heard any more: " + ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException | Error ex) {
			ex.printStackTrace();
			say(new Message.Failure(Reason.DRIVER_FAILED, String.valueOf(ex)));
		}
		end(0);
	}

	/** Spark's own hook stops the context and with it the executors. */
	private void end(int status) {
		Thread guard = new Thread(() -> {
			try {
				TimeUnit.SECONDS.sleep(MOST_SECONDS_TO_STOP);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			// Executors of local-cluster; others end when they lose their driver.
			ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
			this.scratch.delete();
			Runtime.getRuntime().halt(status);
		}, "end");
		guard.setDaemon(true);
		guard.start();
		System.exit(status);
	}

	private void drive(String release, long patience) {
		JavaSparkContext spark = connect(release);
		if (spark == null) {
			return;
		}
		try (Round round = new Round(spark, this.scratch.text(), patience, this::say)) {
			say(new Message.Hello(spark.version(), System.getProperty("java.version"), spark.sc().applicationId(),
					spark.sc().uiWebUrl().getOrElse(() -> "")));
			round.listen();
			while (true) {
				answer(round, this.told.take());
			}
		}
		catch (FailedException ex) {
			ex.printStackTrace();
			say(new Message.Failure(ex.reason(), String.valueOf(ex.getMessage())));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (Exception ex) {
			ex.printStackTrace();
			say(new Message.Failure(Reason.DRIVER_FAILED, String.valueOf(ex)));
		}
	}

	private @Nullable JavaSparkContext connect(String release) {
		String here = org.apache.spark.package$.MODULE$.SPARK_VERSION();
		if (!here.equals(release)) {
			say(new Message.Failure(Reason.WRONG_VERSION, "Spark is " + here + ", not " + release));
			return null;
		}
		try {
			JavaSparkContext spark = new JavaSparkContext(new SparkConf());
			if (spark.sc().isStopped()) {
				throw new IllegalStateException("Spark stopped as soon as it had started");
			}
			return spark;
		}
		catch (Exception ex) {
			ex.printStackTrace();
			say(new Message.Failure(Reason.UNREACHABLE, String.valueOf(ex.getMessage())));
			return null;
		}
	}

	private void answer(Round round, Message message) throws Exception {
		if (message instanceof Message.Begin begin) {
			round.begin(begin.run());
		}
		else if (message instanceof Message.Text text) {
			round.text(text.indices());
		}
		else if (message instanceof Message.State state) {
			round.state(state.state());
		}
		else if (message instanceof Message.WantState) {
			say(new Message.State(round.state()));
		}
		else if (message instanceof Message.Learn learn) {
			Optional<Message.Learned> learned = round.learn(learn.first(), learn.learningRates(), () -> !this.breakOff);
			say(learned.isPresent() ? learned.get() : new Message.BrokenOff());
		}
		else {
			throw new FailedException(Reason.DRIVER_FAILED, "nobody expects " + message.getClass().getSimpleName());
		}
	}

	private void say(Message message) {
		try {
			this.messages.send(message);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
