package io.charrnn.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.charrnn.api.ListPlace;
import io.charrnn.api.Page;
import io.charrnn.content.ContentStore;
import io.charrnn.model.Alphabet;
import io.charrnn.model.EncodedText;
import io.charrnn.problem.ConflictException;
import io.charrnn.problem.NotFoundException;
import io.charrnn.workspace.Resource;
import io.charrnn.workspace.WorkspaceQuota;
import io.charrnn.workspace.WorkspaceSql;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** All corpora. */
@Component
public class Corpora {

	private static final String COLUMNS = "id, name, sha256, bytes, characters, alphabet, created_at, documents, labels";

	private static final String SELECT = "SELECT " + COLUMNS + " FROM corpus ";

	private final WorkspaceSql sql;

	private final ContentStore contents;

	private final TransactionTemplate transaction;

	private final Clock clock;

	private final WorkspaceQuota quota;

	private final List<CorpusGuard> guards;

	Corpora(WorkspaceSql sql, ContentStore contents, TransactionTemplate transaction, Clock clock, WorkspaceQuota quota,
			List<CorpusGuard> guards) {
		this.sql = sql;
		this.contents = contents;
		this.transaction = transaction;
		this.clock = clock;
		this.quota = quota;
		this.guards = guards;
	}

	/**
	 * Finds a corpus.
	 * @throws NotFoundException if there is none
	 */
	public Corpus find(CorpusId id) {
		return this.sql.here(SELECT + "WHERE workspace = :workspace AND id = ?")
			.param(id.value())
			.query(Corpora::corpus)
			.optional()
			.orElseThrow(() -> notFound(id));
	}

	/**
	 * Keeps a corpus from being deleted until the caller's transaction ends.
	 * @throws NotFoundException if there is none any more
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public void hold(CorpusId id) {
		if (this.sql.here("UPDATE corpus SET name = name WHERE workspace = :workspace AND id = ?")
			.param(id.value())
			.update() == 0) {
			throw notFound(id);
		}
	}

	/**
	 * Reads a corpus as indices into an alphabet, two bytes a character. Beside them it
	 * takes a few megabytes, whatever the size of the corpus.
	 * @param alphabet its own or one that has more characters
	 * @throws NotFoundException if there is no such corpus
	 * @throws io.charrnn.model.UnknownCharacterException naming the first occurrence of
	 * every character that is not in the alphabet
	 */
	public EncodedText read(CorpusId id, Alphabet alphabet) {
		Corpus corpus = find(id);
		try (InputStream in = open(corpus)) {
			return new TextEncoder(alphabet, corpus.labels()).encode(in, Math.toIntExact(corpus.characters()));
		}
		catch (IOException ex) {
			throw unreadable(corpus, ex);
		}
	}

	/**
	 * Checks whether there is room for one more corpus.
	 * @param most corpora that are kept
	 * @param bytes of its text, as far as they are known
	 * @throws ConflictException if there is none
	 */
	void checkRoom(int most, long bytes) {
		this.quota.check(Resource.CORPORA, bytes);
		if (this.sql.everywhere("SELECT count(*) FROM corpus").query(Integer.class).single() >= most) {
			throw new ConflictException("too-many-corpora", String.format(Locale.ROOT,
					"There are %,d corpora, the maximum (charrnn.corpus.max-corpora); delete some.", most));
		}
	}

	/**
	 * Stores a complete text as a new corpus, in several short transactions: it is there
	 * with the last of them.
	 * @param name what people call it
	 * @param reading how it was read
	 * @param most corpora that are kept
	 * @throws ConflictException if there is no room for one more
	 */
	Corpus add(String name, Spool text, Reading reading, int most) {
		String characters = text.counts().alphabet().toString();
		DocumentCounts counted = text.documents();
		List<String> labels = counted.labels().stream().map(LabelCount::label).toList();
		Corpus corpus = corpus(CorpusId.random(), name, this.contents.write(text.file()), text.bytes(),
				text.characters(), Instant.ofEpochMilli(this.clock.millis()),
				(counted.documents() > 0) ? counted.documents() : null, characters, labels);
		this.transaction.executeWithoutResult((status) -> {
			checkRoom(most, text.bytes());
			insert(corpus, text, reading);
		});
		return corpus;
	}

	private void insert(Corpus corpus, Spool text, Reading reading) {
		this.contents.share(corpus.sha256());
		this.sql
			.here("""
					INSERT INTO corpus (workspace, id, name, sha256, bytes, characters, character_index, fine_index, alphabet,
					 created_at, character_counts, lines, line_endings, lf_found, crlf_found, cr_found, byte_order_marks,
					 documents, labels, median_document, longest_document, mark_bytes)
					VALUES (:workspace, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
			.params(corpus.id().value(), corpus.name(), corpus.sha256(), corpus.bytes(), corpus.characters(),
					text.index().coarse().toBytes(), text.index().toBytes(),
					corpus.alphabetCharacters().getBytes(StandardCharsets.UTF_8), corpus.createdAt().toEpochMilli(),
					text.counts().toBytes(), text.lines(), reading.lineEndings().name(), reading.found().lf(),
					reading.found().crLf(), reading.found().cr(), reading.byteOrderMarks())
			.param(corpus.documents())
			.params(LabelCount.write(text.documents().labels()), text.documents().median(), text.documents().longest(),
					text.markBytes())
			.update();
	}

	/**
	 * Finds a corpus, with what its text looks like.
	 * @throws NotFoundException if there is none
	 */
	public CorpusDetails show(CorpusId id) {
		return this.sql
			.here("SELECT " + COLUMNS
					+ ", character_counts, lines, line_endings, lf_found, crlf_found, cr_found, byte_order_marks, "
					+ "median_document, longest_document FROM corpus WHERE workspace = :workspace AND id = ?")
			.param(id.value())
			.query(Corpora::details)
			.optional()
			.orElseThrow(() -> notFound(id));
	}

	/** Lists corpora, the newest first. */
	Page<Corpus> list(int limit, @Nullable String after) {
		return Page.of(olderThan(ListPlace.after(after, "corpus"), limit + 1), limit, (last) -> place(last).toString());
	}

	/**
	 * Lists corpora, the newest first.
	 * @param corpus only older ones than this, or null for all
	 */
	public List<Corpus> olderThan(@Nullable Corpus corpus, int limit) {
		return olderThan((corpus != null) ? place(corpus) : ListPlace.BEFORE_ALL, limit);
	}

	/**
	 * Lists corpora, the oldest first.
	 * @param corpus only newer ones than this, or null for all
	 */
	public List<Corpus> newerThan(@Nullable Corpus corpus, int limit) {
		return this.sql
			.here(SELECT + "WHERE workspace = :workspace AND (created_at, id) > (?, ?) ORDER BY created_at, id LIMIT ?")
			.params((corpus != null) ? corpus.createdAt().toEpochMilli() : 0,
					(corpus != null) ? corpus.id().value() : "", limit)
			.query(Corpora::corpus)
			.list();
	}

	private static ListPlace place(Corpus corpus) {
		return ListPlace.of(corpus.createdAt(), corpus.id());
	}

	private List<Corpus> olderThan(ListPlace place, int limit) {
		return this.sql.here(SELECT
				+ "WHERE workspace = :workspace AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?")
			.params(place.createdAt(), place.id(), limit)
			.query(Corpora::corpus)
			.list();
	}

	/**
	 * The UTF-8 of a corpus from its beginning; of documents with a line break after
	 * each.
	 * @throws NotFoundException if the corpus was deleted meanwhile
	 */
	public InputStream openText(Corpus corpus) {
		InputStream in = open(corpus);
		return (corpus.documents() != null) ? new PlainStream(in) : in;
	}

	/** Bytes of its text with a line break after each document. */
	public long textBytes(Corpus corpus) {
		if (corpus.documents() == null) {
			return corpus.bytes();
		}
		return corpus.bytes() + corpus.documents()
				- this.sql.here("SELECT mark_bytes FROM corpus WHERE workspace = :workspace AND id = ?")
					.param(corpus.id().value())
					.query(Long.class)
					.optional()
					.orElseThrow(() -> notFound(corpus.id()));
	}

	/** Lists the documents of a corpus in their order. */
	Page<Document> documents(Corpus corpus, int limit, @Nullable String after) {
		return DocumentList.page(open(corpus), corpus, limit, after);
	}

	/**
	 * The bytes of a corpus from its beginning: UTF-8, and marks where documents begin.
	 * @throws NotFoundException if the corpus was deleted meanwhile
	 */
	InputStream open(Corpus corpus) {
		try {
			return this.contents.open(corpus.sha256());
		}
		catch (NotFoundException ex) {
			throw notFound(corpus.id());
		}
	}

	/**
	 * Reads a part of a corpus.
	 * @param from characters before the part
	 * @param characters the most of the part; it is shorter at the end of the corpus
	 * @return its UTF-8
	 */
	public byte[] text(Corpus corpus, long from, int characters) {
		CharacterIndex index = index(corpus);
		CharacterIndex.Place begin = index.lastBefore(from);
		CharacterIndex.Place end = index.firstAfter(Math.min(from + characters, corpus.characters()));
		try {
			byte[] utf8 = this.contents.bytes(corpus.sha256(), begin.offset(),
					Math.toIntExact(end.offset() - begin.offset()));
			byte[] cut = TextSlice.cut(utf8, from - begin.characters(), characters);
			return (corpus.documents() != null) ? DocumentMark.toLineBreaks(cut, from == 0) : cut;
		}
		catch (IOException ex) {
			throw unreadable(corpus, ex);
		}
	}

	private CharacterIndex index(Corpus corpus) {
		CharacterIndex.Place end = new CharacterIndex.Place(corpus.bytes(), corpus.characters());
		return this.sql
			.here("SELECT COALESCE(fine_index, character_index), fine_index IS NULL FROM corpus "
					+ "WHERE workspace = :workspace AND id = ?")
			.param(corpus.id().value())
			.query((row, number) -> CharacterIndex.fromBytes(row.getBytes(1),
					row.getBoolean(2) ? CharacterIndex.COARSE_STEP : CharacterIndex.STEP, end))
			.optional()
			.orElseThrow(() -> notFound(corpus.id()));
	}

	/** A corpus whose text breaks off is most likely gone. */
	private UncheckedIOException unreadable(Corpus corpus, IOException cause) {
		find(corpus.id());
		return new UncheckedIOException(cause);
	}

	/**
	 * Deletes a corpus.
	 * @throws NotFoundException if there is none
	 * @throws io.charrnn.problem.ConflictException if it is in use
	 */
	@Transactional
	public void delete(CorpusId id) {
		String sha256 = this.sql.here("DELETE FROM corpus WHERE workspace = :workspace AND id = ? RETURNING sha256")
			.param(id.value())
			.query(String.class)
			.optional()
			.orElseThrow(() -> notFound(id));
		this.guards.forEach((guard) -> guard.checkUnused(id));
		this.contents.release(sha256);
	}

	private static NotFoundException notFound(CorpusId id) {
		return new NotFoundException("corpus-not-found", "There is no corpus %s.".formatted(id));
	}

	/** What was not counted yet when a row was written is null in it. */
	private static CorpusDetails details(ResultSet row, int number) throws SQLException {
		Corpus corpus = corpus(row, number);
		List<AlphabetCharacter> alphabet = AlphabetCharacter.of(corpus.alphabetCharacters(),
				row.getBytes("character_counts"));
		String lineEndings = row.getString("line_endings");
		if (lineEndings == null) {
			return new CorpusDetails(corpus, null, null, List.of(), null, alphabet, Notes.of(null, alphabet));
		}
		Reading reading = new Reading(LineEndings.valueOf(lineEndings),
				new LineEnds(row.getLong("lf_found"), row.getLong("crlf_found"), row.getLong("cr_found")),
				row.getLong("byte_order_marks"));
		DocumentLengths lengths = (corpus.documents() != null)
				? new DocumentLengths(row.getLong("median_document"), row.getLong("longest_document")) : null;
		long lines = row.getLong("lines");
		List<String> notes = new ArrayList<>(Notes.of(reading, alphabet));
		if (corpus.documents() == null) {
			Notes.ofJsonLines(lines, alphabet).ifPresent(notes::add);
		}
		return new CorpusDetails(corpus, lines, lengths, LabelCount.read(row.getString("labels")), reading, alphabet,
				notes);
	}

	private static Corpus corpus(ResultSet row, int number) throws SQLException {
		String alphabet = new String(row.getBytes("alphabet"), StandardCharsets.UTF_8);
		long documents = row.getLong("documents");
		return corpus(new CorpusId(row.getString("id")), row.getString("name"), row.getString("sha256"),
				row.getLong("bytes"), row.getLong("characters"), Instant.ofEpochMilli(row.getLong("created_at")),
				(documents > 0) ? documents : null, alphabet,
				LabelCount.read(row.getString("labels")).stream().map(LabelCount::label).toList());
	}

	private static Corpus corpus(CorpusId id, String name, String sha256, long bytes, long characters, Instant created,
			@Nullable Long documents, String alphabet, List<String> labels) {
		int marks = (documents != null) ? 1 + labels.size() : 0;
		return new Corpus(id, name, sha256, bytes, characters, alphabet.codePointCount(0, alphabet.length()) + marks,
				created, documents, alphabet, labels);
	}

}
