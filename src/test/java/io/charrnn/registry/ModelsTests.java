package io.charrnn.registry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.charrnn.api.Page;
import io.charrnn.content.ContentStore;
import io.charrnn.content.StoredJson;
import io.charrnn.model.Architecture;
import io.charrnn.model.Cell;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Precision;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.testing.DatabaseTest;
import io.charrnn.testing.DefaultWorkspace;
import io.charrnn.testing.Networks;
import io.charrnn.workspace.Workspace;
import io.charrnn.workspace.WorkspaceQuota;
import io.charrnn.workspace.Workspaces;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@DatabaseTest
@Import({ Models.class, WorkspaceQuota.class, Workspaces.class, Alphabets.class, ContentStore.class, StoredJson.class,
		TrainingDefaults.class, JacksonAutoConfiguration.class, ModelsTests.Context.class })
class ModelsTests {

	private static final Architecture ARCHITECTURE = new Architecture(Cell.GRU, 2, 16, 5);

	private static final String CHECKPOINT = "checkpoint_0123456789abcdef0123456789abcdef";

	private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

	@Autowired
	private Models models;

	@Autowired
	private ContentStore content;

	@Autowired
	private JdbcClient jdbc;

	@Autowired
	private PlatformTransactionManager transactions;

	@BeforeEach
	void empty() {
		for (String table : List.of("model_version", "model", "content")) {
			this.jdbc.sql("DELETE FROM " + table).update();
		}
	}

	@Test
	void numbersTheVersionsOfEachNameFromOne() {
		assertThat(publish("first").reference()).isEqualTo("first:1");
		assertThat(publish("first").reference()).isEqualTo("first:2");
		assertThat(publish("second").reference()).isEqualTo("second:1");
	}

	@Test
	void findsWhatWasPublished() {
		ModelVersion published = publish("poems");
		assertThat(this.models.find("poems:1")).isEqualTo(published.stored());
		assertThat(this.models.find("poems:1").createdAt()).isEqualTo(NOW);
		assertThat(this.models.find("poems:1").architecture()).isEqualTo(ARCHITECTURE);
		assertThat(this.models.find("poems:1").provenance()).isEqualTo(provenance());
	}

	@Test
	void isPinnedUntilItIsSetOtherwise() {
		publish("poems");
		publish("poems");
		publish("letters");
		assertThat(this.models.pinned()).isEmpty();
		assertThat(this.models.serve("poems:1", new ServingMode(Precision.FLOAT32, true, false), 1).serving().pinned())
			.isTrue();
		this.models.serve("letters", new ServingMode(Precision.BFLOAT16, true, false), 1);
		assertThat(this.models.pinned()).containsExactly(this.models.find("letters:1"), this.models.find("poems:1"));
		this.models.serve("poems:1", new ServingMode(Precision.FLOAT32, false, false), 1);
		this.models.delete("letters:1");
		assertThat(this.models.pinned()).isEmpty();
	}

	@Test
	void isServedInFloat32UntilItIsSetOtherwise() {
		publish("poems");
		publish("poems");
		assertThat(this.models.find("poems").precision()).isEqualTo(Precision.FLOAT32);
		assertThat(this.models.serve("poems", new ServingMode(Precision.BFLOAT16, false, false), 1))
			.isEqualTo(this.models.find("poems:2"));
		assertThat(this.models.find("poems:2").precision()).isEqualTo(Precision.BFLOAT16);
		assertThat(this.models.find("poems:1").precision()).isEqualTo(Precision.FLOAT32);
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> this.models.serve(CHECKPOINT, new ServingMode(Precision.BFLOAT16, false, false), 1));
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.models.serve("absent", new ServingMode(Precision.BFLOAT16, false, false), 1));
	}

	@Test
	void bareNameMeansNewestVersion() {
		IntStream.rangeClosed(1, 12).forEach((version) -> publish("poems"));
		assertThat(this.models.find("poems").reference()).isEqualTo("poems:12");
	}

	@Test
	void findsCheckpointWhereverItIsKept() {
		assertThat(this.models.find(CHECKPOINT).reference()).isEqualTo(CHECKPOINT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "absent", "poems:2", "poems:0", "poems:01", "poems:", ":1", "", "poems:1:1", "poems:-1",
			"poems:99999999999", "po ems", "checkpoint_", "checkpoint_00000000000000000000000000000000" })
	void saysThatThereIsNoSuchModel(String reference) {
		publish("poems");
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.models.find(reference))
			.satisfies((problem) -> assertThat(problem.type()).isEqualTo("model-not-found"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ".hidden", "-x", "a/b", "a:1", "checkpoint_x", "ä", "a\n",
			"12345678901234567890123456789012345678901234567890123456789012345" })
	void refusesName(String name) {
		String archive = this.content.write(new byte[] { 1 });
		assertThatExceptionOfType(UnprocessableException.class)
			.isThrownBy(() -> this.models.publish(name, archive, ARCHITECTURE, provenance()));
	}

	@Test
	void numberOfDeletedVersionIsNotGivenAgain() {
		publish("poems");
		publish("poems");
		this.models.delete("poems:2");
		assertThat(this.models.find("poems").reference()).isEqualTo("poems:1");
		assertThat(publish("poems").reference()).isEqualTo("poems:3");
		this.models.delete("poems:1");
		this.models.delete("poems:3");
		assertThat(publish("poems").reference()).isEqualTo("poems:4");
	}

	@Test
	void archiveLivesAsLongAsOneVersionNeedsIt() {
		String archive = this.content.write(new byte[] { 1, 2, 3 });
		this.models.publish("a", archive, ARCHITECTURE, provenance());
		this.models.publish("b", archive, ARCHITECTURE, provenance());
		this.models.delete("a:1");
		assertThat(this.content.bytes(archive)).hasSize(3);
		this.models.delete("b:1");
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> this.content.size(archive));
	}

	@Test
	void storesAnAlphabetBesideItsArchiveWhenItIsFirstNeeded() {
		LanguageModel network = Networks.random(Cell.GRU, 1, 4, "b\u0000a\ud83d\ude00");
		String archive = this.content.write(Networks.archive(network));
		StoredModel model = this.models.publish("poems", archive, network.architecture(), provenance()).stored();
		assertThat(alphabets()).isZero();
		assertThat(this.models.alphabet(model)).isEqualTo(network.alphabet());
		assertThat(alphabets()).isOne();
		this.jdbc.sql("DELETE FROM content_chunk").update();
		assertThat(this.models.alphabet(model)).isEqualTo(network.alphabet());
		this.models.delete("poems:1");
		assertThat(alphabets()).isZero();
	}

	private int alphabets() {
		return this.jdbc.sql("SELECT count(*) FROM archive_alphabet").query(Integer.class).single();
	}

	@Test
	void saysThatAModelIsGoneThatWasDeletedWhileItWasRead() {
		StoredModel model = publish("poems").stored();
		this.models.delete("poems:1");
		List<Consumer<StoredModel>> readers = List.of(this.models::load, this.models::alphabet, this.models::archive,
				this.models::archiveBytes);
		assertThat(readers).allSatisfy(
				(reader) -> assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> reader.accept(model))
					.satisfies((problem) -> assertThat(problem.type()).isEqualTo("model-not-found")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "poems", CHECKPOINT })
	void deletesNothingButANamedVersion(String reference) {
		publish("poems");
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> this.models.delete(reference));
		assertThat(this.models.find("poems:1").reference()).isEqualTo("poems:1");
	}

	@Test
	void publishesNothingIfTheCallersTransactionRollsBack() {
		String archive = this.content.write(new byte[] { 1 });
		new TransactionTemplate(this.transactions).executeWithoutResult((status) -> {
			this.models.publish("poems", archive, ARCHITECTURE, provenance());
			status.setRollbackOnly();
		});
		assertThat(publish("poems").reference()).isEqualTo("poems:1");
	}

	@Test
	void versionsPublishedAtOnceGetDifferentNumbers() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(8, DefaultWorkspace::thread);
		try {
			List<Callable<ModelVersion>> publishing = IntStream.range(0, 24)
				.mapToObj((index) -> (Callable<ModelVersion>) () -> publish("poems"))
				.toList();
			List<Integer> versions = new ArrayList<>();
			for (var future : threads.invokeAll(publishing)) {
				versions.add(future.get().version());
			}
			assertThat(versions).containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 24).boxed().toList());
		}
		finally {
			threads.shutdown();
		}
	}

	@RepeatedTest(20)
	void versionDeletedTwiceAtOnceGivesItsArchiveBackOnce() throws Exception {
		publish("poems");
		publish("poems");
		ExecutorService threads = Executors.newFixedThreadPool(2, DefaultWorkspace::thread);
		try {
			Callable<Boolean> deleting = () -> {
				try {
					this.models.delete("poems:1");
					return true;
				}
				catch (NotFoundException ex) {
					return false;
				}
			};
			List<Boolean> deleted = new ArrayList<>();
			for (var future : threads.invokeAll(List.of(deleting, deleting))) {
				deleted.add(future.get());
			}
			assertThat(deleted).containsExactlyInAnyOrder(true, false);
		}
		finally {
			threads.shutdown();
		}
		assertThat(this.models.archiveBytes(this.models.find("poems:2"))).isEqualTo(3);
		this.models.delete("poems:2");
	}

	@Test
	void listsInPagesNewestFirst() {
		IntStream.range(0, 3).forEach((index) -> publish("a"));
		IntStream.range(0, 2).forEach((index) -> publish("b"));
		Page<ModelVersion> first = this.models.list(null, 2, null);
		assertThat(references(first)).containsExactly("b:2", "b:1");
		this.models.delete("b:1");
		Page<ModelVersion> second = this.models.list(null, 2, first.next());
		assertThat(references(second)).containsExactly("a:3", "a:2");
		Page<ModelVersion> third = this.models.list(null, 2, second.next());
		assertThat(references(third)).containsExactly("a:1");
		assertThat(third.next()).isNull();
	}

	@Test
	void listsVersionsOfOneName() {
		publish("a");
		publish("b");
		assertThat(references(this.models.list("a", 10, null))).containsExactly("a:1");
		assertThat(references(this.models.list("c", 10, null))).isEmpty();
		assertThat(references(this.models.list("\0", 10, null))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a:1", "x,a:1", "1,a:", "99999999999999999999,a:1", "1,a\0:1" })
	void refusesCursorThatItNeverGave(String after) {
		assertThatExceptionOfType(UnprocessableException.class).isThrownBy(() -> this.models.list(null, 10, after));
	}

	private static List<String> references(Page<ModelVersion> page) {
		return page.items().stream().map(ModelVersion::reference).toList();
	}

	private ModelVersion publish(String name) {
		return this.models.publish(name, this.content.write(new byte[] { 1, 2, 3 }), ARCHITECTURE, provenance());
	}

	private static Provenance provenance() {
		return new Provenance(false, "job_1", new Provenance.Corpus("corpus_1", "sonnets", "abc", 100), 90L, 10L, null,
				null, "dl4j", 2, 1000L, 1.5, 1.6, Duration.ofSeconds(75), "0.1.0", "OpenJDK 17", "EPYC",
				"oneDNN 3.13.0", null, null);
	}

	@TestConfiguration
	static class Context {

		@Bean
		Clock clock() {
			return Clock.fixed(NOW, ZoneOffset.UTC);
		}

		@Bean
		CheckpointModels checkpoints() {
			return (id) -> Optional
				.of(new StoredModel(id, "abc", ARCHITECTURE, provenance(), ServingMode.FIRST, NOW, ModelNotes.NONE,
						Workspace.DEFAULT))
				.filter((model) -> id.equals(CHECKPOINT));
		}

	}

}
