package io.charrnn.registry;

import java.io.IOException;
import java.io.InputStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.charrnn.api.Page;
import io.charrnn.api.Tags;
import io.charrnn.content.ContentStore;
import io.charrnn.content.ReadableRows;
import io.charrnn.content.StoredJson;
import io.charrnn.model.Alphabet;
import io.charrnn.model.Architecture;
import io.charrnn.model.LanguageModel;
import io.charrnn.model.Precision;
import io.charrnn.model.dl4j.ModelArchive;
import io.charrnn.problem.ForbiddenException;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.Shown;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import io.charrnn.workspace.CurrentWorkspace;
import io.charrnn.workspace.Workspace;
import io.charrnn.workspace.WorkspaceQuota;
import io.charrnn.workspace.WorkspaceSql;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** All published models. */
@Component
public class Models {

	private static final String SELECT = """
			SELECT name, version, archive_sha256, architecture, provenance, precision, pinned, mixture, created_at, workspace,
				shared, tags, notes
			FROM model_version
			""";

	private final WorkspaceSql sql;

	private final ContentStore content;

	private final Alphabets alphabets;

	private final StoredJson json;

	private final Clock clock;

	private final WorkspaceQuota quota;

	private final ObjectProvider<CheckpointModels> checkpoints;

	private final ApplicationEventPublisher events;

	private final ReadableRows rows = new ReadableRows("model");

	Models(WorkspaceSql sql, ContentStore content, Alphabets alphabets, StoredJson json, Clock clock,
			WorkspaceQuota quota, ObjectProvider<CheckpointModels> checkpoints, ApplicationEventPublisher events) {
		this.quota = quota;
		this.sql = sql;
		this.content = content;
		this.alphabets = alphabets;
		this.json = json;
		this.clock = clock;
		this.checkpoints = checkpoints;
		this.events = events;
	}

	/**
	 * Publishes the next version of a model, in the caller's transaction if there is one.
	 * @param archiveSha256 the content that is its archive; becomes one more owner of it
	 * @throws io.charrnn.problem.UnprocessableException if no model may be called so
	 */
	@Transactional
	public ModelVersion publish(String name, String archiveSha256, Architecture architecture, Provenance provenance) {
		ModelReference.requireName(name);
		this.content.share(archiveSha256);
		Instant now = Instant.ofEpochMilli(this.clock.millis());
		ModelVersion published = new ModelVersion(name, nextVersion(name), archiveSha256, architecture, provenance,
				ServingMode.FIRST, now, null, false, ModelNotes.NONE);
		this.sql
			.here("""
					INSERT INTO model_version (workspace, name, version, archive_sha256, architecture, provenance, precision, created_at)
					VALUES (:workspace, ?, ?, ?, ?, ?, ?, ?)""")
			.params(name, published.version(), archiveSha256, this.json.write(architecture),
					this.json.write(provenance), published.serving().precision().name(), now.toEpochMilli())
			.update();
		this.events.publishEvent(new ModelsChanged());
		return published;
	}

	/**
	 * Finds a model.
	 * @param reference a name for its newest version, {@code name:version}, or a
	 * checkpoint's id; with {@code @workspace} one that the workspace shares
	 * @throws NotFoundException if there is none
	 */
	public StoredModel find(String reference) {
		Optional<StoredModel> found = reference.startsWith(ModelReference.CHECKPOINT_PREFIX) ? findCheckpoint(reference)
				: ModelReference.parse(reference).flatMap(this::findVersion).map(ModelVersion::stored);
		return found.orElseThrow(() -> notFound(reference));
	}

	/**
	 * Tells the characters that a model knows, without its weights.
	 * @throws NotFoundException if the model was deleted meanwhile
	 */
	public Alphabet alphabet(StoredModel model) {
		try {
			return this.alphabets.of(model.archiveSha256());
		}
		catch (IOException | NotFoundException | DataIntegrityViolationException ex) {
			throw unreadable(model, ex);
		}
	}

	/**
	 * Reads the weights of a model, for which the caller has taken {@link ModelMemory}.
	 * @return the weights and the alphabet
	 * @throws NotFoundException if the model was deleted meanwhile
	 */
	public LanguageModel load(StoredModel model) {
		try (InputStream archive = this.content.open(model.archiveSha256())) {
			return ModelArchive.readModel(archive);
		}
		catch (IOException | NotFoundException ex) {
			throw unreadable(model, ex);
		}
	}

	/**
	 * Opens the archive of a model.
	 * @throws NotFoundException if the model was deleted meanwhile
	 */
	InputStream archive(StoredModel model) {
		try {
			return this.content.open(model.archiveSha256());
		}
		catch (NotFoundException ex) {
			throw unreadable(model, ex);
		}
	}

	/**
	 * How many bytes the archive of a model has.
	 * @throws NotFoundException if the model was deleted meanwhile
	 */
	long archiveBytes(StoredModel model) {
		try {
			return this.content.size(model.archiveSha256());
		}
		catch (NotFoundException ex) {
			throw unreadable(model, ex);
		}
	}

	/**
	 * How many bytes the archives of models have, by their SHA-256; of models that were
	 * deleted meanwhile, nothing.
	 */
	Map<String, Long> archiveBytes(List<ModelVersion> models) {
		return this.content.sizes(models.stream().map(ModelVersion::archiveSha256).toList());
	}

	/** A model whose archive is gone is most likely gone itself. */
	private IllegalStateException unreadable(StoredModel model, Exception cause) {
		find(model.reference());
		return new IllegalStateException("the archive of " + model.reference() + " cannot be read", cause);
	}

	/**
	 * Lists versions, the newest first, whatever their tags.
	 * @param name of which model, or null for all
	 */
	public Page<ModelVersion> list(@Nullable String name, int limit, @Nullable String after) {
		return list(name, null, limit, after);
	}

	/**
	 * Lists versions, the newest first.
	 * @param name of which model, or null for all
	 * @param tag that they have, or null
	 */
	Page<ModelVersion> list(@Nullable String name, @Nullable String tag, int limit, @Nullable String after) {
		Cursor cursor = (after != null) ? Cursor.parse(after) : Cursor.BEFORE_ALL;
		if (name != null && !ModelReference.isName(name)) {
			return new Page<>(List.of(), null);
		}
		List<ModelVersion> found = this.rows.upTo(limit + 1, cursor, (from, count) -> rows(name, tag, from, count));
		return Page.of(found, limit, (last) -> Cursor.of(last).toString());
	}

	private List<ReadableRows.Row<Cursor, ModelVersion>> rows(@Nullable String name, @Nullable String tag,
			Cursor cursor, int limit) {
		// Of one name, the index begins with the name: the bound on the time is for it.
		String ofName = (name != null) ? "name = :name AND created_at <= :createdAt AND " : "";
		String tagged = (tag != null) ? Tags.condition() + " AND " : "";
		return this.sql.here(SELECT + "WHERE workspace = :workspace AND " + ofName + tagged + """
				(created_at, name, version) < (:createdAt, :beforeName, :version)
				ORDER BY created_at DESC, name DESC, version DESC LIMIT :limit""")
			.param("createdAt", cursor.createdAt())
			.param("beforeName", cursor.name())
			.param("version", cursor.version())
			.param("name", name, Types.VARCHAR)
			.param("tag", (tag != null) ? Tags.stored(List.of(tag)) : null, Types.VARCHAR)
			.param("limit", limit)
			.query((row, number) -> new ReadableRows.Row<>(Cursor.of(row), this.rows.read(this::version, row)))
			.list();
	}

	/**
	 * The versions of all workspaces that stay in memory, by workspace, name and version.
	 */
	public List<StoredModel> pinned() {
		return this.sql.everywhere("SELECT DISTINCT workspace FROM model_version WHERE pinned ORDER BY workspace")
			.query(String.class)
			.list()
			.stream()
			.flatMap((workspace) -> CurrentWorkspace.call(new Workspace(workspace), this::pinnedHere).stream())
			.toList();
	}

	private List<StoredModel> pinnedHere() {
		return this.sql.here(SELECT + "WHERE workspace = :workspace AND pinned ORDER BY name, version")
			.query((row, number) -> this.rows.read(this::version, row))
			.list()
			.stream()
			.flatMap(Optional::stream)
			.map(ModelVersion::stored)
			.toList();
	}

	/** Lists what other workspaces share, the newest first. */
	public Page<ModelVersion> listShared(int limit, @Nullable String after) {
		Cursor cursor = (after != null) ? Cursor.parse(after) : Cursor.BEFORE_ALL;
		List<ModelVersion> found = this.rows.upTo(limit + 1, cursor, this::sharedRows);
		return Page.of(found, limit, (last) -> Cursor.of(last).toString());
	}

	private List<ReadableRows.Row<Cursor, ModelVersion>> sharedRows(Cursor cursor, int limit) {
		return this.sql.everywhere(SELECT + """
				WHERE shared AND workspace <> :own
				AND (created_at, name, version, workspace) < (:createdAt, :beforeName, :version, :before)
				ORDER BY created_at DESC, name DESC, version DESC, workspace DESC LIMIT :limit""")
			.param("own", CurrentWorkspace.get().name())
			.param("createdAt", cursor.createdAt())
			.param("beforeName", cursor.name())
			.param("version", cursor.version())
			.param("before", cursor.workspace())
			.param("limit", limit)
			.query((row, number) -> new ReadableRows.Row<>(Cursor.of(row), this.rows.read(this::version, row)))
			.list();
	}

	/**
	 * Lets all workspaces use a version, or its own alone.
	 * @param reference {@code name:version}, or a name for its newest version
	 * @throws NotFoundException if there is none
	 * @throws UnprocessableException if the reference is that of a checkpoint
	 * @throws ForbiddenException if it is another workspace's
	 */
	@Transactional
	public ModelVersion share(String reference, boolean shared) {
		ModelVersion version = own(reference);
		this.sql.here("""
				UPDATE model_version SET shared = ?
				WHERE workspace = :workspace AND name = ? AND version = ?""")
			.params(shared, version.name(), version.version())
			.update();
		this.events.publishEvent(new ModelsChanged());
		return own(version.reference());
	}

	/** A published version that may be changed from here. */
	ModelVersion own(String reference) {
		ModelVersion version = published(reference);
		if (version.owner() != null) {
			throw new ForbiddenException("shared-read-only",
					"The model %s can be used here, but only the workspace that shares it can change it."
						.formatted(version.reference()));
		}
		return version;
	}

	/**
	 * Finds a published version, of this workspace or shared by another.
	 * @param reference {@code name:version}, or a name for its newest version
	 * @throws NotFoundException if there is none
	 * @throws UnprocessableException if the reference is that of a checkpoint
	 */
	ModelVersion published(String reference) {
		StoredModel model = find(reference);
		ModelReference named = ModelReference.parse(model.reference())
			.orElseThrow(() -> new UnprocessableException("model-version-required",
					"Serving and sharing can only be set for published models; \"%s\" is a checkpoint."
						.formatted(reference)));
		return findVersion(named).orElseThrow(() -> notFound(reference));
	}

	/**
	 * Says how a version is served from now on.
	 * @param reference {@code name:version}, or a name for its newest version
	 * @param bytes that it takes in memory
	 * @return the version
	 * @throws io.charrnn.problem.ConflictException if its workspace may not pin so much
	 * @throws NotFoundException if there is none
	 * @throws UnprocessableException if the reference is that of a checkpoint
	 */
	@Transactional
	public StoredModel serve(String reference, ServingMode mode, long bytes) {
		ModelVersion version = own(reference);
		if (mode.pinned() && !version.serving().pinned()) {
			this.quota.checkPinned(bytes);
		}
		this.sql.here("""
				UPDATE model_version SET precision = ?, pinned = ?, pinned_bytes = ?, mixture = ?
				WHERE workspace = :workspace AND name = ? AND version = ?""")
			.params(mode.precision().name(), mode.pinned(), mode.pinned() ? bytes : 0, mode.mixture(), version.name(),
					version.version())
			.update();
		this.events.publishEvent(new ModelsChanged());
		return find(version.reference());
	}

	/**
	 * Deletes one version, which must be named: no bare name and no checkpoint.
	 * @param reference {@code name:version}
	 * @throws NotFoundException if there is none
	 * @throws UnprocessableException if the reference names no version
	 */
	@Transactional
	public void delete(String reference) {
		Optional<ModelReference> named = ModelReference.parse(reference).filter((parsed) -> parsed.version() != null);
		if (named.isEmpty()) {
			find(reference);
			throw new UnprocessableException("model-version-required",
					"Models are deleted one version at a time, by name:version; \"%s\" has no version."
						.formatted(reference));
		}
		if (named.get().isForeign()) {
			own(reference);
		}
		String archiveSha256 = this.sql.here("""
				DELETE FROM model_version WHERE workspace = :workspace AND name = ? AND version = ?
				RETURNING archive_sha256""")
			.params(named.get().name(), Objects.requireNonNull(named.get().version()))
			.query(String.class)
			.optional()
			.orElseThrow(() -> notFound(reference));
		this.content.release(archiveSha256);
		this.events.publishEvent(new ModelsChanged());
		this.events.publishEvent(new ModelDeleted(archiveSha256));
	}

	private static NotFoundException notFound(String reference) {
		return new NotFoundException("model-not-found",
				"There is no model \"%s\".".formatted(Shown.shortened(reference)));
	}

	private Optional<StoredModel> findCheckpoint(String id) {
		return this.checkpoints.stream().flatMap((models) -> models.find(id).stream()).findFirst();
	}

	private Optional<ModelVersion> findVersion(ModelReference reference) {
		if (reference.isForeign()) {
			return findShared(reference);
		}
		if (reference.version() == null) {
			return this.sql.here(SELECT + "WHERE workspace = :workspace AND name = ? ORDER BY version DESC LIMIT 1")
				.param(reference.name())
				.query(this::version)
				.optional();
		}
		return this.sql.here(SELECT + "WHERE workspace = :workspace AND name = ? AND version = ?")
			.params(reference.name(), reference.version())
			.query(this::version)
			.optional();
	}

	private Optional<ModelVersion> findShared(ModelReference reference) {
		String ofVersion = (reference.version() != null) ? "AND version = :version " : "";
		return this.sql
			.everywhere(SELECT + "WHERE shared AND workspace = :owner AND name = :name " + ofVersion
					+ "ORDER BY version DESC LIMIT 1")
			.param("owner", Objects.requireNonNull(reference.owner()).name())
			.param("name", reference.name())
			.param("version", reference.version(), Types.INTEGER)
			.query(this::version)
			.optional();
	}

	/** Whether there is a version of that name here. */
	boolean isPublished(String name) {
		return this.sql.here("SELECT EXISTS (SELECT 1 FROM model_version WHERE workspace = :workspace AND name = ?)")
			.param(name)
			.query(Boolean.class)
			.single();
	}

	private int nextVersion(String name) {
		return this.sql.here("""
				INSERT INTO model (workspace, name, versions) VALUES (:workspace, ?, 1)
				ON CONFLICT (workspace, name) DO UPDATE SET versions = model.versions + 1 RETURNING versions""")
			.param(name)
			.query(Integer.class)
			.single();
	}

	private ModelVersion version(ResultSet row, int number) throws SQLException {
		return new ModelVersion(row.getString("name"), row.getInt("version"), row.getString("archive_sha256"),
				this.json.read(row.getString("architecture"), Architecture.class),
				this.json.read(row.getString("provenance"), Provenance.class),
				new ServingMode(StoredJson.constant(Precision.class, row.getString("precision"), Precision.FLOAT32),
						row.getBoolean("pinned"), row.getBoolean("mixture")),
				Instant.ofEpochMilli(row.getLong("created_at")), owner(row), row.getBoolean("shared"),
				new ModelNotes(Tags.read(row.getString("tags")), row.getString("notes")));
	}

	private static @Nullable Workspace owner(ResultSet row) throws SQLException {
		Workspace owner = new Workspace(row.getString("workspace"));
		return owner.equals(CurrentWorkspace.get()) ? null : owner;
	}

	/**
	 * The place of a version in the list.
	 *
	 * @param createdAt milliseconds since 1970
	 * @param workspace whose it is, where those of several are listed
	 */
	private record Cursor(long createdAt, String name, int version, String workspace) {

		static final Cursor BEFORE_ALL = new Cursor(Long.MAX_VALUE, "", 0, "");

		private static final Pattern FORM = Pattern
			.compile("([0-9]{1,18}),(" + ModelReference.NAME + "):([0-9]{1,9})(?:@([A-Za-z0-9._-]{1,64}))?");

		static Cursor of(ModelVersion version) {
			return new Cursor(version.createdAt().toEpochMilli(), version.name(), version.version(),
					(version.owner() != null) ? version.owner().name() : "");
		}

		static Cursor of(ResultSet row) throws SQLException {
			return new Cursor(row.getLong("created_at"), row.getString("name"), row.getInt("version"),
					row.getString("workspace"));
		}

		static Cursor parse(String after) {
			MatchResult matcher = Page.place(after, FORM);
			return new Cursor(Long.parseLong(matcher.group(1)), matcher.group(2), Integer.parseInt(matcher.group(3)),
					Objects.requireNonNullElse(matcher.group(4), ""));
		}

		@Override
		public String toString() {
			return this.createdAt + "," + this.name + ":" + this.version
					+ (this.workspace.isEmpty() ? "" : "@" + this.workspace);
		}

	}

}
