package io.charrnn.inference.serving;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.charrnn.problem.NotFoundException;
import io.charrnn.registry.Models;
import io.charrnn.registry.ModelsChanged;
import io.charrnn.registry.StoredModel;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;

class KnownModelsTests {

	private final Models models = mock();

	private final StoredModel stored = mock();

	private final StoredModel newer = mock();

	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicLong now = new AtomicLong();

	private final KnownModels known = new KnownModels(this.models, this.now::get);

	@Test
	void asksOnceForManyRequestsOfAMoment() {
		given(this.models.find("a")).willReturn(this.stored);
		for (int index = 0; index < 10; index++) {
			assertThat(this.known.find("a")).isSameAs(this.stored);
		}
		then(this.models).should(times(1)).find("a");
	}

	@Test
	void seesAtOnceWhatChangesInThisProcess() {
		given(this.models.find("a")).willReturn(this.stored).willReturn(this.newer);
		this.known.find("a");
		this.known.changed(new ModelsChanged());
		assertThat(this.known.find("a")).isSameAs(this.newer);
	}

	@Test
	void asksAgainForWhatChangedWhileItWasLookedFor() {
		given(this.models.find("a")).willAnswer((call) -> {
			this.known.changed(new ModelsChanged());
			return this.stored;
		}).willReturn(this.newer);
		this.known.find("a");
		assertThat(this.known.find("a")).isSameAs(this.newer);
	}

	@Test
	void seesAfterAMomentWhatChangesElsewhere() {
		given(this.models.find("a")).willReturn(this.stored).willReturn(this.newer);
		this.known.find("a");
		this.now.addAndGet(KnownModels.ASK_AGAIN_AFTER.toNanos());
		assertThat(this.known.find("a")).isSameAs(this.newer);
	}

	@Test
	void remembersWhileTheDatabaseIsAwayAndAsksItSeldom() {
		given(this.models.find("a")).willReturn(this.stored);
		assertThat(this.known.find("a")).isSameAs(this.stored);
		away();
		for (int second = 0; second < 8; second++) {
			this.now.addAndGet(KnownModels.ASK_AGAIN_AFTER.toNanos());
			assertThat(this.known.find("a")).isSameAs(this.stored);
		}
		assertThat(this.asked).hasValue(1);
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> this.known.find("b"));
	}

	@Test
	void asksADatabaseThatWasAwayAfterAWhile() {
		given(this.models.find("a")).willReturn(this.stored);
		this.known.find("a");
		away();
		this.now.addAndGet(KnownModels.ASK_AGAIN_AFTER.toNanos());
		this.known.find("a");
		this.now.addAndGet(KnownModels.ASK_AGAIN_WHILE_AWAY.toNanos());
		this.known.find("a");
		assertThat(this.asked).hasValue(2);
	}

	@Test
	void forgetsWhatIsThereNoMore() {
		given(this.models.find("a")).willReturn(this.stored).willThrow(new NotFoundException("model-not-found", ""));
		this.known.find("a");
		this.now.addAndGet(KnownModels.ASK_AGAIN_AFTER.toNanos());
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.known.find("a"));
		away();
		assertThatExceptionOfType(DataAccessResourceFailureException.class).isThrownBy(() -> this.known.find("a"));
	}

	private void away() {
		given(this.models.find(anyString())).willAnswer((call) -> {
			this.asked.incrementAndGet();
			throw new DataAccessResourceFailureException("away");
		});
	}

}
