package io.charrnn.cluster.protocol;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.charrnn.cluster.protocol.Message.Reason;
import io.charrnn.model.Update;

/**
 * One end of the connection between the service and a driver. One thread receives; any
 * thread may send.
 */
public final class Messages {

	/** Begins each message: "RNN" and the number of this protocol. */
	private static final int MARK = 0x524e4e01;

	private static final int BUFFER = 1 << 16;

	private final DataInputStream in;

	private final DataOutputStream out;

	/**
	 * Opens an end.
	 * @param in what the other side says
	 * @param out what it is told
	 */
	public Messages(InputStream in, OutputStream out) {
		this.in = new DataInputStream(new BufferedInputStream(in, BUFFER));
		this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER));
	}

	/** Waits for a message; nothing if the other side has ended. */
	public Optional<Message> receive() throws IOException {
		int first = this.in.read();
		if (first < 0) {
			return Optional.empty();
		}
		int mark = first << 24 | this.in.readUnsignedByte() << 16 | this.in.readUnsignedShort();
		if (mark != MARK) {
			throw new IOException(
					"the data is not a message of this protocol, but starts with " + Integer.toHexString(mark));
		}
		try {
			return Optional.of(read(this.in));
		}
		catch (EOFException ex) {
			return Optional.empty();
		}
	}

	/** Sends a message, whole. */
	public synchronized void send(Message message) throws IOException {
		this.out.writeInt(MARK);
		write(message, this.out);
		this.out.flush();
	}

	private static void write(Message message, DataOutputStream out) throws IOException {
		out.writeUTF(message.getClass().getSimpleName());
		if (message instanceof Message.Begin begin) {
			begin.run().write(out);
		}
		else if (message instanceof Message.Text text) {
			Values.write(out, text.indices());
		}
		else if (message instanceof Message.State state) {
			StateBytes.write(state.state(), out);
		}
		else if (message instanceof Message.Learn learn) {
			out.writeLong(learn.first());
			Values.write(out, learn.learningRates());
		}
		else if (message instanceof Message.Hello hello) {
			Values.write(out, hello.sparkVersion());
			Values.write(out, hello.java());
			Values.write(out, hello.application());
			Values.write(out, hello.ui());
		}
		else if (message instanceof Message.Executors executors) {
			out.writeInt(executors.alive());
			out.writeInt(executors.lost());
			Values.write(out, executors.lastLoss());
		}
		else if (message instanceof Message.Learned learned) {
			write(learned.updates(), out);
			out.writeLong(learned.nanos());
			out.writeLong(learned.learning());
		}
		else if (message instanceof Message.Failure failure) {
			out.writeUTF(failure.reason().name());
			Values.write(out, failure.detail());
		}
	}

	private static Message read(DataInputStream in) throws IOException {
		String kind = in.readUTF();
		return switch (kind) {
			case "Begin" -> new Message.Begin(RunDescription.read(in));
			case "Text" -> new Message.Text(Values.bytes(in));
			case "State" -> new Message.State(StateBytes.read(in));
			case "Learn" -> new Message.Learn(in.readLong(), Values.doubles(in));
			case "BreakOff" -> new Message.BreakOff();
			case "WantState" -> new Message.WantState();
			case "Hello" -> new Message.Hello(Values.text(in), Values.text(in), Values.text(in), Values.text(in));
			case "Executors" -> new Message.Executors(in.readInt(), in.readInt(), Values.text(in));
			case "Learned" -> new Message.Learned(updates(in), in.readLong(), in.readLong());
			case "BrokenOff" -> new Message.BrokenOff();
			case "Failure" -> new Message.Failure(Reason.valueOf(in.readUTF()), Values.text(in));
			default -> throw new IOException("a message of an unknown kind, " + kind);
		};
	}

	static void write(List<Update> updates, DataOutputStream out) throws IOException {
		out.writeInt(updates.size());
		for (Update update : updates) {
			out.writeDouble(update.loss());
			out.writeDouble(update.gradientNorm());
			out.writeBoolean(update.clipped());
		}
	}

	static List<Update> updates(DataInputStream in) throws IOException {
		int count = in.readInt();
		List<Update> updates = new ArrayList<>();
		for (int index = 0; index < count; index++) {
			updates.add(new Update(in.readDouble(), in.readDouble(), in.readBoolean()));
		}
		return updates;
	}

}
