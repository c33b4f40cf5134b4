package io.charrnn.connection.body;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.charrnn.problem.TooLargeException;
import io.charrnn.problem.UnavailableException;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class BodyBudgetTests {

	private final BodyBudget budget = new BodyBudget(new BodySettings(DataSize.ofBytes(1), DataSize.ofBytes(100)));

	@Test
	void refusesWhatIsBeyondTheBytesOfAllBodies() throws IOException {
		BoundedBody first = body(100);
		BoundedBody second = body(100);
		read(first, 6);
		read(second, 4);
		assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> read(second, 1))
			.withMessageContaining("100 bytes in total")
			.satisfies((problem) -> assertThat(problem.retryAfter()).isPositive());
		first.release();
		read(second, 6);
	}

	@Test
	void keepsNothingOfBodiesThatWereRefused() throws IOException {
		BoundedBody first = body(20);
		read(first, 2);
		assertThatExceptionOfType(TooLargeException.class).isThrownBy(() -> read(first, 1))
			.withMessageContaining("20 bytes");
		first.release();
		first.release();
		read(body(100), 10);
	}

	@Test
	void isAPartOfTheHeapIfNobodySaysMore() {
		assertThat(new BodySettings(DataSize.ofBytes(1), DataSize.ofBytes(0)).memoryOrPartOfHeap())
			.isEqualTo(Runtime.getRuntime().maxMemory() / 32);
	}

	private BoundedBody body(long most) {
		return new BoundedBody(new TenAtATime(), most, this.budget);
	}

	private static void read(BoundedBody body, int times) throws IOException {
		for (int time = 0; time < times; time++) {
			assertThat(body.doRead(new Ignored())).isEqualTo(10);
		}
	}

	private static final class TenAtATime implements InputBuffer {

		@Override
		public int doRead(ApplicationBufferHandler handler) {
			return 10;
		}

		@Override
		public int available() {
			return 0;
		}

	}

	private static final class Ignored implements ApplicationBufferHandler {

		@Override
		public void setByteBuffer(ByteBuffer buffer) {
		}

		@Override
		public ByteBuffer getByteBuffer() {
			return ByteBuffer.allocate(0);
		}

		@Override
		public void expand(int size) {
		}

	}

}
