package io.charrnn.access;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class RefusedTests {

	private final AtomicLong time = new AtomicLong();

	private final Refused refused = new Refused(LoggerFactory.getLogger("io.charrnn.audit"), this.time::get);

	@Test
	void sumsUpWhatAnAddressGoesOnWith(CapturedOutput output) {
		assertThat(this.refused.isFirst("192.0.2.1")).isTrue();
		assertThat(this.refused.isFirst("192.0.2.2")).isTrue();
		for (int request = 0; request < 1000; request++) {
			assertThat(this.refused.isFirst("192.0.2.1")).isFalse();
		}
		this.time.addAndGet(TimeUnit.SECONDS.toNanos(61));
		assertThat(this.refused.isFirst("192.0.2.1")).isTrue();
		assertThat(output).containsOnlyOnce("1000 more requests from 192.0.2.1").doesNotContain("from 192.0.2.2");
	}

}
