package io.charrnn.openai;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.charrnn.testing.ServiceTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@ServiceTest
class FineTuningTests {

	private static final String JOBS = "/v1/fine_tuning/jobs";

	private static final String TINY = "\"layers\": 1, \"hidden_size\": 4, \"sequence_length\": 5";

	private static final String ENDLESS = TINY + ", \"batch_size\": 2, \"n_epochs\": 1000000";

	@LocalServerPort
	private int port;

	private OpenAiPaths openAi;

	private String file = "";

	@BeforeEach
	void uploadFile() {
		this.openAi = new OpenAiPaths(this.port);
		this.file = OpenAiPaths
			.ok(this.openAi.upload("/v1/files", "a text.txt", "abcabcabd".repeat(100), "purpose", "fine-tune"))
			.get("id")
			.asString();
	}

	@Test
	void trainsAModelFromFileToVersion() {
		JsonNode created = OpenAiPaths.ok(create("""
				"model": "tiny", "suffix": "tuned", "seed": 7, "metadata": {"who": "me"},
				"method": {"type": "supervised", "supervised": {"hyperparameters": {%s, "batch_size": 4,
				"n_epochs": 2, "learning_rate_multiplier": 0.5}}}""".formatted(TINY)));
		assertThat(created.propertyNames()).containsExactly("id", "object", "created_at", "error", "fine_tuned_model",
				"finished_at", "estimated_finish", "hyperparameters", "method", "model", "organization_id",
				"result_files", "integrations", "seed", "status", "trained_tokens", "training_file", "validation_file",
				"metadata");
		assertThat(created.get("object").asString()).isEqualTo("fine_tuning.job");
		assertThat(created.get("model").asString()).isEqualTo("tiny");
		assertThat(created.get("seed").asLong()).isEqualTo(7);
		assertThat(created.get("training_file").asString()).isEqualTo(this.file);
		assertThat(created.get("hyperparameters").toString())
			.isEqualTo("{\"n_epochs\":2,\"batch_size\":4,\"learning_rate_multiplier\":0.5}");
		assertThat(created.at("/method/supervised/hyperparameters")).isEqualTo(created.get("hyperparameters"));
		assertThat(created.get("metadata").toString()).isEqualTo("{\"who\":\"me\"}");
		JsonNode job = await(id(created), "succeeded");
		assertThat(job.get("fine_tuned_model").asString()).startsWith("tuned:");
		assertThat(job.get("finished_at").asLong()).isGreaterThanOrEqualTo(job.get("created_at").asLong());
		assertThat(job.get("trained_tokens").asLong()).isBetween(1000L, 2000L);
		assertThat(job.get("error").isNull()).isTrue();
		OpenAiPaths.ok(this.openAi.get("/v1/models/tuned"));
		assertThat(this.openAi.get("/api/v1/training-jobs/" + id(created)).body()).contains("\"hiddenSize\":4",
				"\"learningRate\":0.006");
	}

	@Test
	void learnsJsonLinesAndValidatesOnAFileOfItsOwn() {
		String line = "{\"prompt\": \"ab\", \"completion\": \"ca\"}\n";
		String training = upload("train.jsonl", line.repeat(200));
		String validation = upload("valid.jsonl",
				"{\"messages\": [{\"role\": \"a\", \"content\": \"b\"}]}\n" + line.repeat(5));
		assertThat(this.openAi.get("/v1/files/" + training + "/content").body()).isEqualTo("abca\n".repeat(200));
		String members = "\"model\": \"tiny\", \"suffix\": \"of-lines\", \"validation_file\": \"%s\", \"hyperparameters\": {%s, \"batch_size\": 4, \"n_epochs\": 1}";
		JsonNode error = OpenAiPaths.error(create(training, members.formatted(validation, TINY)), 400);
		assertThat(error.get("message").asString())
			.isEqualTo("The validation text has 3 characters that the model would not know: U+000A, U+0020, U+003A.");
		assertThat(error.get("param").asString()).isEqualTo("validation_file");
		assertThat(
				OpenAiPaths.error(create(training, members.formatted(this.file, TINY)), 400).get("message").asString())
			.startsWith("validation_file must be of documents, like the training corpus");
		String known = upload("valid.jsonl", line.repeat(5));
		JsonNode job = OpenAiPaths.ok(create(training, members.formatted(known, TINY)));
		assertThat(job.get("validation_file").asString()).isEqualTo(known);
		await(id(job), "succeeded");
		JsonNode trained = OpenAiPaths.ok(this.openAi.get("/api/v1/training-jobs/" + id(job)));
		assertThat(trained.get("validationCorpus").asString()).isEqualTo(known);
		assertThat(trained.get("validationLoss").asDouble()).isPositive();
		assertThat(trained.at("/hyperparameters/validationFraction").asDouble()).isZero();
		JsonNode provenance = OpenAiPaths.ok(this.openAi.get("/api/v1/models/of-lines")).get("provenance");
		assertThat(provenance.at("/validationCorpus/id").asString()).isEqualTo(known);
		assertThat(provenance.get("trainingCharacters").asLong()).isEqualTo(200 * 5 + 1);
		assertThat(provenance.get("validationCharacters").asLong()).isEqualTo(5 * 5 + 1);
	}

	@Test
	void tellsWhatHappenedTheLastFirst() {
		String id = id(OpenAiPaths.ok(quick("\"suffix\": \"told\"")));
		await(id, "succeeded");
		List<JsonNode> events = new ArrayList<>();
		String after = "";
		boolean more = true;
		while (more) {
			JsonNode page = OpenAiPaths.ok(this.openAi.get(JOBS + "/" + id + "/events?limit=2" + after));
			page.get("data").forEach(events::add);
			after = "&after=" + page.get("last_id").asString();
			more = page.get("has_more").asBoolean();
		}
		assertThat(events).extracting((event) -> event.get("id").asString()).doesNotHaveDuplicates();
		assertThat(events).allSatisfy((event) -> assertThat(event.propertyNames()).containsExactly("id", "object",
				"created_at", "level", "message", "type", "data"));
		assertThat(events.get(0).get("message").asString()).startsWith("The job has successfully completed: told:");
		assertThat(events.get(events.size() - 1).get("message").asString()).isEqualTo("Created fine-tuning job: " + id);
		assertThat(events).anySatisfy((event) -> {
			assertThat(event.get("type").asString()).isEqualTo("metrics");
			assertThat(event.at("/data/step").asLong()).isPositive();
			assertThat(event.at("/data/train_loss").asDouble()).isPositive();
		});
		assertThat(events).anySatisfy(
				(event) -> assertThat(event.get("message").asString()).startsWith("Checkpoint created at step "));
	}

	@Test
	void listsCheckpointsThatAreModels() {
		String id = id(OpenAiPaths.ok(quick("\"suffix\": \"checked\"")));
		await(id, "succeeded");
		JsonNode page = OpenAiPaths.ok(this.openAi.get(JOBS + "/" + id + "/checkpoints"));
		assertThat(page.get("data")).isNotEmpty();
		JsonNode checkpoint = page.get("data").get(0);
		assertThat(checkpoint.propertyNames()).containsExactly("id", "object", "created_at",
				"fine_tuned_model_checkpoint", "fine_tuning_job_id", "metrics", "step_number");
		assertThat(checkpoint.get("fine_tuning_job_id").asString()).isEqualTo(id);
		assertThat(checkpoint.at("/metrics/step").asLong()).isEqualTo(checkpoint.get("step_number").asLong());
		String model = checkpoint.get("fine_tuned_model_checkpoint").asString();
		assertThat(OpenAiPaths.ok(this.openAi.get("/v1/models/" + model)).get("root").asString()).isEqualTo(model);
		String last = page.get("last_id").asString();
		assertThat(OpenAiPaths.ok(this.openAi.get(JOBS + "/" + id + "/checkpoints?after=" + last)).get("data"))
			.isEmpty();
		JsonNode error = OpenAiPaths.error(this.openAi.get(JOBS + "/" + id + "/checkpoints?after=" + id), 400);
		assertThat(error.get("param").asString()).isEqualTo("after");
	}

	@Test
	void goesOnFromAModelUnderItsName() {
		await(id(OpenAiPaths.ok(quick("\"suffix\": \"grown-file\""))), "succeeded");
		JsonNode job = OpenAiPaths.ok(
				create("""
						"model": "grown-file", "hyperparameters": {"n_epochs": 1, "batch_size": "auto", "sequence_length": 5}"""));
		assertThat(job.get("model").asString()).isEqualTo("grown-file");
		assertThat(await(id(job), "succeeded").get("fine_tuned_model").asString()).isEqualTo("grown-file:2");
		assertThat(OpenAiPaths.ok(this.openAi.get("/v1/models/grown-file")).get("parent").asString())
			.isEqualTo("grown-file:1");
	}

	@Test
	void callsTheResultAsTheFileWhereNothingSaysOtherwise() {
		JsonNode job = await(id(OpenAiPaths.ok(quick("\"suffix\": null"))), "succeeded");
		assertThat(job.get("fine_tuned_model").asString()).startsWith("a-text:");
	}

	@Test
	void pausesResumesAndCancels() {
		JsonNode job = OpenAiPaths.ok(create("\"model\": \"tiny\", \"hyperparameters\": {%s}".formatted(ENDLESS)));
		String id = id(job);
		OpenAiPaths.ok(change(id, "pause"));
		await(id, "paused");
		assertThat(OpenAiPaths.error(this.openAi.send("DELETE", "/v1/files/" + this.file, "", ""), 409)
			.get("code")
			.asString()).isEqualTo("corpus_in_use");
		OpenAiPaths.ok(change(id, "resume"));
		OpenAiPaths.ok(change(id, "cancel"));
		assertThat(await(id, "cancelled").get("finished_at").isNull()).isFalse();
		HttpResponse<String> refusal = change(id, "resume");
		assertThat(OpenAiPaths.error(refusal, 409).get("code").asString()).isEqualTo("wrong_status");
		assertThat(refusal.headers().firstValue("x-should-retry")).contains("false");
	}

	@Test
	void pagesThroughJobs() {
		for (int count = 0; count < 3; count++) {
			await(id(OpenAiPaths.ok(quick("\"suffix\": \"paged\""))), "succeeded");
		}
		JsonNode first = OpenAiPaths.ok(this.openAi.get(JOBS + "?limit=2"));
		assertThat(first.get("data")).hasSize(2);
		assertThat(first.get("has_more").asBoolean()).isTrue();
		String last = first.get("data").get(1).get("id").asString();
		JsonNode next = OpenAiPaths.ok(this.openAi.get(JOBS + "?limit=1&after=" + last));
		assertThat(next.get("data")).hasSize(1).doesNotContain(first.get("data").get(0), first.get("data").get(1));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			textBlock = """
					"model": "gpt-4o-mini"                                       > 404 > model            > presets are tiny, small, base, large
					"suffix": "x"                                                > 400 > model            > model must be given
					"model": "tiny", "suffix": "not a name"                      > 400 > suffix           > must be 1 to 64 letters
					"model": "tiny", "validation_file": "corpus_1"               > 400 > validation_file  > there is no file "corpus_1"
					"model": "tiny", "integrations": [{"type": "wandb"}]         > 400 > integrations     > not supported
					"model": "tiny", "method": {"type": "dpo"}                   > 400 > method.type      > must be "supervised", but is "dpo"
					"model": "tiny", "method": {"type": "supervised", "dpo": {}} > 400 > method.dpo       > not supported
					"model": "tiny", "method": {"type": "supervised", "reinforcement": {}} > 400 > method.reinforcement > not supported
					"model": "tiny", "seed": 1.5                                 > 400 > seed             > seed must be a whole number
					"model": "tiny", "hyperparameters": {"n_epochs": 0}          > 400 > n_epochs         > n_epochs must be at least 1, but is 0
					"model": "tiny", "hyperparameters": {"batch_size": "x"}      > 400 > batch_size       > batch_size must be a whole number
					"model": "tiny", "hyperparameters": {"learning_rate_multiplier": -1} > 400 > learning_rate_multiplier > must be more than 0 and finite, but is -1.0
					"model": "tiny", "hyperparameters": 3                        > 400 > hyperparameters  > must be an object
					"model": "tiny", "surprise": 1                               > 400 > surprise         > There is no field surprise
					"model": 3                                                   > 400 > model            > must be a string
					"model": "tiny", "metadata": {"a": null}                     > 400 > metadata.a       > must be a text""")
	void refusesWhatCannotBeTrained(String members, int status, String param, String message) {
		JsonNode error = OpenAiPaths.error(create(members), status);
		assertThat(error.get("param").asString()).isEqualTo(param);
		assertThat(error.get("message").asString()).contains(message);
	}

	@Test
	void refusesMultipliersThatNoFloatingPointNumberHolds() {
		JsonNode error = OpenAiPaths
			.error(create("\"model\": \"tiny\", \"hyperparameters\": {\"learning_rate_multiplier\": 1%s}"
				.formatted("0".repeat(400))), 400);
		assertThat(error.get("message").asString()).contains("must be more than 0 and finite");
	}

	@Test
	void refusesWhatIsNotThere() {
		JsonNode error = OpenAiPaths
			.error(this.openAi.post(JOBS, "{\"model\": \"tiny\", \"training_file\": \"file-abc\"}"), 400);
		assertThat(error.get("param").asString()).isEqualTo("training_file");
		OpenAiPaths.error(this.openAi.get(JOBS + "/ftjob-abc"), 404);
		OpenAiPaths.error(this.openAi.post(JOBS + "/ftjob-abc/cancel", ""), 404);
		OpenAiPaths.error(this.openAi.get(JOBS + "/ftjob-abc/events"), 404);
		error = OpenAiPaths.error(this.openAi.post(JOBS, "{"), 400);
		assertThat(error.get("code").asString()).isEqualTo("malformed_json");
		error = OpenAiPaths.error(this.openAi.get(JOBS + "?metadata[a]=b".replace("[", "%5B").replace("]", "%5D")),
				400);
		assertThat(error.get("param").asString()).isEqualTo("metadata");
	}

	private HttpResponse<String> quick(String member) {
		return create("\"model\": \"tiny\", %s, \"hyperparameters\": {%s, \"n_epochs\": 1}".formatted(member, TINY));
	}

	private String upload(String name, String text) {
		return id(OpenAiPaths.ok(this.openAi.upload("/v1/files", name, text, "purpose", "fine-tune")));
	}

	private HttpResponse<String> create(String members) {
		return create(this.file, members);
	}

	private HttpResponse<String> create(String training, String members) {
		return this.openAi.post(JOBS, "{%s, \"training_file\": \"%s\"}".formatted(members, training));
	}

	private HttpResponse<String> change(String id, String action) {
		return this.openAi.send("POST", JOBS + "/" + id + "/" + action, "", "");
	}

	private JsonNode await(String id, String status) {
		return Awaitility.await()
			.atMost(Duration.ofSeconds(60))
			.until(() -> OpenAiPaths.ok(this.openAi.get(JOBS + "/" + id)),
					(job) -> job.get("status").asString().equals(status));
	}

	private static String id(JsonNode job) {
		return job.get("id").asString();
	}

}
