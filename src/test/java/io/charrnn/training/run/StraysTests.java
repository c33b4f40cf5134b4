package io.charrnn.training.run;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.charrnn.testing.DatabaseTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

@DatabaseTest
class StraysTests {

	@Autowired
	private JdbcClient jdbc;

	private final Scheduler scheduler = mock();

	private Strays strays = mock();

	@BeforeEach
	void pick() {
		this.strays = new Strays(this.jdbc, this.scheduler, mock());
		this.jdbc.sql("DELETE FROM scheduled_tasks").update();
		this.jdbc.sql("""
				INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, picked_by,
					last_heartbeat, version)
				VALUES ('training', 'job', ?, TRUE, 'own', ?, 1)""")
			.params(Timestamp.from(Instant.EPOCH), Timestamp.from(Instant.EPOCH))
			.update();
	}

	@Test
	void areFreedWhenTwoLooksFoundNobodyAtWork() {
		this.strays.work();
		assertThat(isPicked()).as("it may just have begun").isTrue();
		this.strays.work();
		assertThat(isPicked()).isFalse();
		verify(this.scheduler).triggerCheckForDueExecutions();
	}

	@Test
	void areNoneThatAreWorkedOnHoweverOldTheirHeartbeats() {
		CurrentlyExecuting executing = mock();
		given(executing.getTaskInstance()).willReturn(new TaskInstance<>("training", "job"));
		given(this.scheduler.getCurrentlyExecuting()).willReturn(List.of(executing));
		this.strays.work();
		this.strays.work();
		assertThat(isPicked()).isTrue();
		verify(this.scheduler, never()).triggerCheckForDueExecutions();
	}

	@Test
	void areNoneThatWerePickedAnewMeanwhile() {
		this.strays.work();
		this.jdbc.sql("UPDATE scheduled_tasks SET version = 2").update();
		this.strays.work();
		assertThat(isPicked()).isTrue();
	}

	private boolean isPicked() {
		return this.jdbc.sql("SELECT picked FROM scheduled_tasks").query(Boolean.class).single();
	}

}
