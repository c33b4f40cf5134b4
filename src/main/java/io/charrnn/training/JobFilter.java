package io.charrnn.training;

import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.charrnn.api.Tags;
import io.charrnn.corpus.CorpusId;
import io.charrnn.problem.UnprocessableException;
import io.charrnn.workspace.WorkspaceStatement;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs to list: those that match all given conditions.
 *
 * @param model name that their results are published under
 * @param corpusName part of what it is called
 * @param query words that are all in what people know a job by
 */
public record JobFilter(@Nullable TrainingJobStatus status, @Nullable String model, @Nullable CorpusId corpus,
		@Nullable String corpusName, @Nullable String tag, @Nullable SearchId search, @Nullable String query) {

	static final JobFilter NONE = new JobFilter(null, null, null, null, null, null, null);

	/** Each is looked for in several columns. */
	private static final int MOST_WORDS = 10;

	private static final String CORPUS_NAME = """
			corpus_id IN (SELECT corpus.id FROM corpus WHERE corpus.workspace = :workspace
				AND lower(corpus.name) LIKE lower(:%s) ESCAPE '!')""";

	/** Of its settings only a whole value that is a text, such as {@code :"GRU"}. */
	private static final String WORD = """
			(lower(COALESCE(result, model)) LIKE lower(:%1$s) ESCAPE '!' OR lower(tags) LIKE lower(:%1$s) ESCAPE '!'
				OR lower(hyperparameters) LIKE lower(:%1$sSetting) ESCAPE '!' OR %2$s)""";

	/**
	 * Checks the words.
	 * @throws UnprocessableException if there are too many
	 */
	public JobFilter {
		if (query != null && words(query).size() > MOST_WORDS) {
			throw UnprocessableException.outOfBounds("query", query, "at most " + MOST_WORDS + " words");
		}
	}

	/** A condition on the rows, each part with its {@code AND}. */
	String sql() {
		StringBuilder sql = new StringBuilder();
		add(sql, this.status, "status = :status");
		add(sql, this.model, "model = :model");
		add(sql, this.corpus, "corpus_id = :corpus");
		add(sql, this.corpusName, String.format(Locale.ROOT, CORPUS_NAME, "corpusName"));
		add(sql, this.tag, Tags.condition());
		add(sql, this.search, "search_id = :search");
		for (int index = 0; index < words().size(); index++) {
			String name = "word" + index;
			add(sql, name, String.format(Locale.ROOT, WORD, name, String.format(Locale.ROOT, CORPUS_NAME, name)));
		}
		return sql.toString();
	}

	private static void add(StringBuilder sql, @Nullable Object given, String condition) {
		if (given != null) {
			sql.append(condition).append(" AND ");
		}
	}

	/** Gives a statement the parameters of the condition. */
	WorkspaceStatement bind(WorkspaceStatement statement) {
		statement.param("status", (this.status != null) ? this.status.name() : null, Types.VARCHAR)
			.param("model", this.model, Types.VARCHAR)
			.param("corpus", (this.corpus != null) ? this.corpus.value() : null, Types.VARCHAR)
			.param("corpusName", (this.corpusName != null) ? like(this.corpusName) : null, Types.VARCHAR)
			.param("tag", (this.tag != null) ? Tags.stored(List.of(this.tag)) : null, Types.VARCHAR)
			.param("search", (this.search != null) ? this.search.value() : null, Types.VARCHAR);
		List<String> words = words();
		for (int index = 0; index < words.size(); index++) {
			statement.param("word" + index, like(words.get(index)))
				.param("word" + index + "Setting", like(":\"" + words.get(index) + '"'));
		}
		return statement;
	}

	private List<String> words() {
		return (this.query != null) ? words(this.query) : List.of();
	}

	private static List<String> words(String query) {
		return Arrays.stream(query.split("\\s+")).filter((word) -> !word.isEmpty()).toList();
	}

	private static String like(String part) {
		return "%" + part.replaceAll("[!%_]", "!$0") + "%";
	}

}
