package io.charrnn.training.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;

import io.charrnn.corpus.CorpusId;
import io.charrnn.process.FirstReplica;
import io.charrnn.training.TrainingJob;
import io.charrnn.training.TrainingJobs;
import io.charrnn.training.TrainingTest;
import io.charrnn.training.Waiting;
import io.charrnn.training.request.Preset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** Where the service that is under test does not tell that it is up, too. */
@TrainingTest
@Tag("sqlite")
class ReplicasTests {

	private static final Duration SILENCE = Duration.ofSeconds(20);

	private static final Waiting WHY = new Waiting(Waiting.Reason.REPLICA, "too little memory");

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private TrainingJobs jobs;

	@Autowired
	private Journal journal;

	@Autowired
	private JdbcConnectionDetails connection;

	private final TrainingJob job = TrainingJob.queued("left", CorpusId.random(), "fake", null,
			Preset.TINY.hyperparameters(), List.of(), 2, 1, Instant.EPOCH);

	@BeforeEach
	@AfterEach
	void forget() {
		this.jdbc.sql("DELETE FROM replica").update();
		this.jdbc.sql("DELETE FROM training_job WHERE id = ?").param(this.job.id().value()).update();
	}

	@Test
	void tellWhichJobsNoneOfThemCanRun() {
		this.jobs.add(this.job, null);
		Replicas one = at(0);
		Replicas other = at(1);
		other.present(SILENCE);
		one.refuse(this.job.id(), WHY);
		one.refuse(this.job.id(), WHY);
		assertThat(waiting()).isEqualTo(WHY);
		other.refuse(this.job.id(), WHY);
		assertThat(waiting().reason()).isEqualTo(Waiting.Reason.NOBODY);
		assertThat(waiting().detail()).contains("None of the running replicas (2)", "too little memory");
		Replicas third = at(2);
		third.present(SILENCE);
		assertThat(waiting()).as("it has not looked yet").isEqualTo(WHY);
		third.leave();
		assertThat(waiting().reason()).isEqualTo(Waiting.Reason.NOBODY);
	}

	@Test
	void forgetThoseThatAreSilentWithWhatTheyRefused() {
		this.jobs.add(this.job, null);
		at(0).refuse(this.job.id(), WHY);
		at(SILENCE.toSeconds()).present(SILENCE);
		assertThat(count("refusal")).isEqualTo(1);
		at(SILENCE.toSeconds() + 1).present(SILENCE);
		assertThat(count("refusal")).isZero();
		assertThat(count("replica")).isEqualTo(2);
	}

	private Waiting waiting() {
		return Objects.requireNonNull(this.jobs.find(this.job.id()).waiting());
	}

	private long count(String table) {
		return this.jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
	}

	/** A replica that looks at the clock once. */
	private Replicas at(long second) {
		return new Replicas(this.jdbc, Clock.fixed(Instant.ofEpochSecond(second), ZoneOffset.UTC), this.journal,
				this.connection, new FirstReplica(this.jdbc, this.connection));
	}

}
