package io.charrnn.cluster.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.charrnn.cluster.RoundTestRun;
import io.charrnn.cluster.protocol.Message.Reason;
import io.charrnn.model.TrainingState;
import io.charrnn.model.Update;
import io.charrnn.model.round.MemberRound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

class MessagesTests {

	private static final TrainingState STATE = new TrainingState(7, new float[] { 1, -2.5f, Float.MIN_VALUE },
			new float[] { 4 }, new float[] { 5, Float.MAX_VALUE }, new float[][] { { 6 }, { 7, 8 } },
			new float[] { 9 });

	static List<Message> messages() {
		return List.of(new Message.Begin(RoundTestRun.description()), new Message.Text(new byte[] { 1, -1 }),
				new Message.State(STATE), new Message.Learn(5, new double[] { 0.1, 0.2 }), new Message.BreakOff(),
				new Message.WantState(), new Message.Hello("4.2.0", "17", "app-1", "http://host:4040"),
				new Message.Executors(1, 2, "executor 1: lost"),
				new Message.Learned(List.of(new Update(1.5, 2, true)), 3, 4), new Message.BrokenOff(),
				new Message.Failure(Reason.UNREACHABLE, "no \uD83D\uDE00"));
	}

	@ParameterizedTest
	@MethodSource("messages")
	void comeAsTheyWereSent(Message message) throws IOException {
		byte[] sent = sent(message, message);
		Messages end = new Messages(new ByteArrayInputStream(sent), OutputStream.nullOutputStream());
		for (int time = 0; time < 2; time++) {
			assertThat(end.receive().orElseThrow()).usingRecursiveComparison().isEqualTo(message);
		}
		assertThat(end.receive()).isEmpty();
	}

	@Test
	void tellOfAnEndInTheirMiddle() throws IOException {
		byte[] sent = sent(new Message.State(STATE));
		for (int length = 4; length < sent.length; length++) {
			Messages end = new Messages(new ByteArrayInputStream(Arrays.copyOf(sent, length)),
					OutputStream.nullOutputStream());
			assertThat(end.receive()).isEmpty();
		}
	}

	@Test
	void doNotTakeOtherOutputForAMessage() {
		Messages end = new Messages(new ByteArrayInputStream("WARNING: something".getBytes()),
				OutputStream.nullOutputStream());
		assertThatIOException().isThrownBy(end::receive).withMessageContaining("5741524e");
	}

	/** Longer than what is converted at once. */
	@Test
	void carryLongVectors() throws IOException {
		float[] parameters = new float[100_003];
		for (int index = 0; index < parameters.length; index++) {
			parameters[index] = index;
		}
		TrainingState state = new TrainingState(0, parameters, null, new float[0], new float[0][]);
		Messages end = new Messages(new ByteArrayInputStream(sent(new Message.State(state))),
				OutputStream.nullOutputStream());
		Optional<Message> received = end.receive();
		assertThat(received).get().isInstanceOfSatisfying(Message.State.class, (message) -> {
			assertThat(message.state().parameters()).isEqualTo(parameters);
			assertThat(message.state().average()).isNull();
		});
	}

	@Test
	void resultsOfMembersComeAsTheyWere() {
		MemberReport report = new MemberReport("host", "oneDNN", 5,
				new MemberRound(2, STATE, List.of(new Update(1, 2, false))));
		ByteBuffer sent = RoundBytes.of(report);
		InputStream arrived = new ByteArrayInputStream(sent.array(), sent.arrayOffset(), sent.remaining());
		assertThat(RoundBytes.report(arrived)).usingRecursiveComparison().isEqualTo(report);
		ByteArrayOutputStream common = new ByteArrayOutputStream();
		RoundBytes.writeCommon(STATE, common);
		assertThat(RoundBytes.readCommon(new ByteArrayInputStream(common.toByteArray()))).usingRecursiveComparison()
			.isEqualTo(new TrainingState(STATE.iteration(), STATE.parameters(), STATE.average(), STATE.updaterState(),
					new float[0][]));
		assertThat(RoundBytes.hidden(RoundBytes.of(STATE.hidden()))).isEqualTo(STATE.hidden());
		assertThat(RoundBytes.run(RoundBytes.of(RoundTestRun.description()))).usingRecursiveComparison()
			.isEqualTo(RoundTestRun.description());
	}

	private static byte[] sent(Message... messages) throws IOException {
		ByteArrayOutputStream sent = new ByteArrayOutputStream();
		Messages end = new Messages(InputStream.nullInputStream(), sent);
		for (Message message : messages) {
			end.send(message);
		}
		return sent.toByteArray();
	}

}
