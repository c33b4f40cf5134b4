package io.charrnn.training.web;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import io.charrnn.training.TrainingClient;
import io.charrnn.training.TrainingTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** Finds jobs among others. */
@TrainingTest
class JobListTests {

	private static final String JOBS = "/api/v1/training-jobs";

	@LocalServerPort
	private int port;

	private TrainingClient client;

	@BeforeEach
	void connect() {
		this.client = new TrainingClient(this.port);
	}

	@Test
	void findsJobsByTagsAndByTheNamesOfTheirTexts() {
		String corpus = this.client
			.parse(this.client.upload("name=Listed_100%25+Sea", "text/plain", "she sells sea shells; ".repeat(40)))
			.get("id")
			.asString();
		String plain = this.client.train(corpus, "\"maxIterations\": 5");
		String tagged = this.client.parse(submit(corpus, "\"listed-b\", \"Listed-a\", \"listed-b\""))
			.get("id")
			.asString();
		JsonNode job = this.client.await(tagged, "succeeded");
		assertThat(job.get("tags").toString()).isEqualTo("[\"Listed-a\",\"listed-b\"]");
		assertThat(job.get("corpusName").asString()).isEqualTo("Listed_100% Sea");
		JsonNode published = job.get("publishes");
		assertThat(published.get("iteration").asInt()).isEqualTo(5);
		assertThat(published.get("choice").asString()).isEqualTo("best");
		assertThat(published.get("checkpoint").asString()).startsWith("checkpoint_");
		assertThat(job.get("preset").asString()).isIn("tiny", "small");
		assertThat(job.get("changed").valueStream().map(JsonNode::asString)).contains("hiddenSize", "maxIterations")
			.doesNotContain("weightDecay", "precision");
		assertThat(ids("?tag=Listed-a")).containsExactly(tagged);
		assertThat(ids("?tag=listed-a")).isEmpty();
		assertThat(ids("?tag=listed")).isEmpty();
		assertThat(ids("?corpusName=listed_100%25")).containsExactly(tagged, plain);
		assertThat(ids("?corpusName=l_sted")).isEmpty();
		assertThat(ids("?corpusName=Sea&tag=listed-b&sort=model")).containsExactly(tagged);
		HttpResponse<String> changed = this.client.patch(JOBS + "/" + plain, "{\"tags\": [\"Listed-a\"]}");
		assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
		assertThat(ids("?tag=Listed-a&sort=createdAt")).containsExactly(plain, tagged);
		assertThat(this.client.patch(JOBS + "/" + plain, "{\"tags\": []}").body()).contains("\"tags\":[]");
		assertThat(ids("?tag=Listed-a")).containsExactly(tagged);
	}

	@Test
	void findsJobsByWordsThatPeopleKnowThemBy() {
		String corpus = this.client
			.parse(this.client.upload("name=Query_Sea", "text/plain", "she sells sea shells; ".repeat(40)))
			.get("id")
			.asString();
		String job = this.client.parse(submit(corpus, "\"query-tag\"")).get("id").asString();
		String result = this.client.await(job, "succeeded").get("result").asString();
		for (String query : List.of("query_sea", "QUERY-TAG", "query_sea+lstm", "query_sea+" + result,
				"+query_sea++")) {
			assertThat(ids("?query=" + query)).as(query).containsExactly(job);
		}
		for (String query : List.of("query_sea+gru", "query%25sea", "query_sea+lst", "query_sea+hiddensize")) {
			assertThat(ids("?query=" + query)).as(query).isEmpty();
		}
		assertThat(this.client.get(JOBS + "?query=" + "a+".repeat(11)).statusCode()).isEqualTo(422);
	}

	@Test
	void jobsFollowAModelThatIsRenamed() {
		String corpus = this.client.upload("she sells sea shells; ".repeat(40));
		String job = this.client.parse(submit(corpus, "\"renamed\"")).get("id").asString();
		String result = this.client.await(job, "succeeded").get("result").asString();
		String version = result.substring(result.indexOf(':'));
		String name = "listed-" + job.substring(4);
		assertThat(this.client.patch("/api/v1/models/listed", "{\"name\": \"%s\"}".formatted(name)).statusCode())
			.isEqualTo(200);
		JsonNode renamed = this.client.readJob(job);
		assertThat(renamed.get("model").asString()).isEqualTo(name);
		assertThat(renamed.get("result").asString()).isEqualTo(name + version);
	}

	@ParameterizedTest
	@ValueSource(strings = { "createdAt", "-createdAt", "finishedAt", "-finishedAt", "bestValidationLoss",
			"-bestValidationLoss", "model", "-model" })
	void listsInOrderPageByPage(String sort) {
		String corpus = this.client.upload("she sells sea shells; ".repeat(40));
		for (int number = 0; number < 3; number++) {
			HttpResponse<String> response = submit(corpus, "\"in-order\"");
			this.client.await(this.client.parse(response).get("id").asString(), "succeeded");
		}
		List<JsonNode> jobs = new ArrayList<>();
		String after = "";
		do {
			JsonNode page = this.client.read(JOBS + "?tag=in-order&limit=2&sort=" + sort + after);
			page.get("items").forEach(jobs::add);
			after = page.get("next").isNull() ? "" : "&after=" + page.get("next").asString();
		}
		while (!after.isEmpty());
		String field = sort.replace("-", "");
		Comparator<JsonNode> order = Comparator.comparing((JsonNode job) -> key(job.get(field)))
			.thenComparing((job) -> job.get("id").asString());
		assertThat(jobs).hasSizeGreaterThanOrEqualTo(3)
			.doesNotHaveDuplicates()
			.isSortedAccordingTo(sort.startsWith("-") ? order.reversed() : order);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?sort=loss", "?sort=CREATEDAT", "?sort=bestValidationLoss&after=x,job_1",
			"?after=model,job_00000000000000000000000000000000" })
	void refusesOrdersAndPlacesThatThereAreNot(String query) {
		assertThat(this.client.get(JOBS + query).statusCode()).isEqualTo(422);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\"a b\"", "\"-a\"", "null" })
	void refusesWhatIsNoTag(String tags) {
		HttpResponse<String> refused = submit("corpus_0", tags);
		assertThat(refused.statusCode()).isEqualTo(422);
		assertThat(this.client.parse(refused).get("field").asString()).isEqualTo("tags");
	}

	private HttpResponse<String> submit(String corpus, String tags) {
		return this.client.submit("""
				{"corpus": "%s", "model": "listed", "engine": "fake", "tags": [%s],
				 "hyperparameters": {%s, "maxIterations": 5}}""".formatted(corpus, tags, TrainingClient.TINY));
	}

	private static String key(JsonNode value) {
		return value.isNumber() ? String.format(Locale.ROOT, "%020.12f", value.asDouble()) : value.asString();
	}

	private List<String> ids(String query) {
		List<String> ids = new ArrayList<>();
		this.client.read(JOBS + query).get("items").forEach((job) -> ids.add(job.get("id").asString()));
		return ids;
	}

}
