package io.charrnn.workspace;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import io.charrnn.problem.TooManyRequestsException;
import io.charrnn.testing.DatabaseTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.willCallRealMethod;
import static org.mockito.BDDMockito.willThrow;

@DatabaseTest
@Import({ Workspaces.class, DailyCharactersTests.Today.class })
class DailyCharactersTests {

	private static final Workspace POETS = new Workspace("poets");

	private static final Instant MORNING = Instant.parse("2026-03-01T06:00:00Z");

	private static int days;

	@Autowired
	private Today clock;

	@MockitoSpyBean
	private Workspaces workspaces;

	private DailyCharacters here = counting(100);

	@BeforeEach
	void beginADay() {
		this.clock.now = MORNING.plus(Duration.ofDays(days++));
		this.workspaces.put(POETS, Quotas.NONE);
		this.here = counting(100);
	}

	@Test
	void refusesAWorkspaceThatHasHadItsCharactersUntilTheNextDay() {
		this.here.add(POETS, 99);
		this.here.check(POETS);
		this.here.add(POETS, 1000);
		assertThatExceptionOfType(TooManyRequestsException.class).isThrownBy(() -> this.here.check(POETS))
			.satisfies((refusal) -> assertThat(refusal.retryAfter()).isEqualTo(Duration.ofHours(18).plusSeconds(1)))
			.withMessageContainingAll("1,099", "poets", "100 per day");
		this.here.check(Workspace.DEFAULT);
		this.clock.now = this.clock.now.plus(Duration.ofHours(18));
		this.here.check(POETS);
		assertThat(this.here.today(POETS)).isZero();
		days++;
	}

	@Test
	void boundsNobodyWhereNothingIsSet() {
		DailyCharacters unbounded = counting(0);
		unbounded.add(POETS, Long.MAX_VALUE / 2);
		unbounded.check(POETS);
	}

	@Test
	void knowsWhatOtherReplicasHaveWritten() {
		DailyCharacters there = counting(100);
		this.here.add(POETS, 40);
		there.add(POETS, 50);
		assertThat(this.here.today(POETS)).isEqualTo(40);
		this.here.work();
		there.work();
		this.here.work();
		assertThat(this.here.today(POETS)).isEqualTo(90);
		assertThat(there.today(POETS)).isEqualTo(90);
		assertThat(counting(100).today(POETS)).isEqualTo(90);
	}

	@Test
	void takesTheQuotaOfTheWorkspaceInPlaceOfTheUsualOne() {
		this.here.add(POETS, 150);
		this.workspaces.put(POETS, new Quotas(null, null, null, null, null, null, 200L));
		this.here.work();
		this.here.check(POETS);
		this.here.add(POETS, 50);
		assertThatExceptionOfType(TooManyRequestsException.class).isThrownBy(() -> this.here.check(POETS));
	}

	@Test
	void writesLaterWhatCannotBeWrittenNow() {
		this.here.add(POETS, 10);
		willThrow(new DataAccessResourceFailureException("away")).given(this.workspaces).addCharacters(any(), any());
		this.here.destroy();
		willCallRealMethod().given(this.workspaces).addCharacters(any(), any());
		this.here.add(POETS, 5);
		this.here.destroy();
		assertThat(counting(100).today(POETS)).isEqualTo(15);
	}

	@Test
	void countsWhileTheDatabaseIsAway() {
		willThrow(new DataAccessResourceFailureException("away")).given(this.workspaces).find(any());
		this.here.add(POETS, 100);
		assertThatExceptionOfType(TooManyRequestsException.class).isThrownBy(() -> this.here.check(POETS));
	}

	private DailyCharacters counting(long most) {
		return new DailyCharacters(this.workspaces, this.clock,
				new QuotaSettings(0, 0, 0, 0, DataSize.ofBytes(0), DataSize.ofBytes(0), most));
	}

	/** A clock that a test sets. */
	static class Today extends Clock {

		private Instant now = MORNING;

		@Override
		public Instant instant() {
			return this.now;
		}

		@Override
		public ZoneOffset getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(java.time.ZoneId zone) {
			return this;
		}

	}

}
