package io.charrnn.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.charrnn.problem.NotFoundException;
import io.charrnn.workspace.Columns;
import io.charrnn.workspace.Workspace;
import io.charrnn.workspace.Workspaces;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** All keys. */
@Repository
class ApiKeys {

	/** Of which there is one at most, however many replicas start at once. */
	private static final KeyId FIRST = new KeyId("key_" + "0".repeat(32));

	private final JdbcClient jdbc;

	private final Workspaces workspaces;

	private final Clock clock;

	private final @Nullable Duration maxLifetime;

	ApiKeys(JdbcClient jdbc, Workspaces workspaces, Clock clock, AccessSettings settings) {
		this.workspaces = workspaces;
		this.jdbc = jdbc;
		this.clock = clock;
		this.maxLifetime = settings.maxKeyLifetime();
	}

	/**
	 * Makes a key.
	 * @return it, with the secret that is stored nowhere
	 * @throws io.charrnn.problem.UnprocessableException if what is requested is out of
	 * bounds
	 */
	NewKey create(KeyRequest asked) {
		Instant now = Instant.ofEpochMilli(this.clock.millis());
		KeyRequest request = asked.checked(now, this.maxLifetime);
		Secret secret = Secret.random();
		ApiKey key = ApiKey.unused(KeyId.random(), request, now, secret);
		this.workspaces.add(key.workspace());
		insert(key);
		return new NewKey(key, secret);
	}

	/**
	 * Makes a key for everything if there is no key at all.
	 * @param handOver takes the secret; if it fails, no key is made
	 */
	@Transactional
	void createFirst(Consumer<Secret> handOver) {
		if (!list().isEmpty()) {
			return;
		}
		Secret secret = Secret.random();
		Instant now = Instant.ofEpochMilli(this.clock.millis());
		Instant expiresAt = (this.maxLifetime != null) ? now.plus(this.maxLifetime) : null;
		ApiKey key = ApiKey.unused(FIRST, KeyRequest.ofAdmin("first", expiresAt), now, secret);
		if (insert(key) == 1) {
			handOver.accept(secret);
		}
	}

	/**
	 * Gives a key another secret.
	 * @return it, with the secret that is stored nowhere
	 * @throws NotFoundException if there is none
	 * @throws io.charrnn.problem.UnprocessableException if what is requested is out of
	 * bounds
	 */
	@Transactional
	NewKey rotate(KeyId id, RotationRequest asked) {
		Instant now = Instant.ofEpochMilli(this.clock.millis());
		RotationRequest request = asked.checked(now, this.maxLifetime);
		Secret secret = Secret.random();
		int found = this.jdbc.sql("""
				UPDATE api_key SET old_sha256 = sha256, old_secret_until = :until, sha256 = :sha256,
					expires_at = COALESCE(:expiresAt, expires_at)
				WHERE id = :id""")
			.param("until", now.plus(request.overlapOrUsual()).toEpochMilli())
			.param("sha256", secret.sha256())
			.param("expiresAt", Columns.millis(request.expiresAt()), Types.BIGINT)
			.param("id", id.value())
			.update();
		require(id, found);
		return new NewKey(
				this.jdbc.sql("SELECT * FROM api_key WHERE id = ?").param(id.value()).query(ApiKeys::key).single(),
				secret);
	}

	/** Notes when a key was used, unless it has been used since. */
	void used(KeyId id, Instant time) {
		this.jdbc.sql("UPDATE api_key SET last_used_at = :time WHERE id = :id AND COALESCE(last_used_at, 0) < :time")
			.param("time", time.toEpochMilli())
			.param("id", id.value())
			.update();
	}

	/** All keys, the newest first. */
	List<ApiKey> list() {
		return this.jdbc.sql("SELECT * FROM api_key ORDER BY created_at DESC, id").query(ApiKeys::key).list();
	}

	/** All keys by the digests of their secrets, old ones included. */
	Map<String, ApiKey> bySha256() {
		Map<String, ApiKey> keys = new HashMap<>();
		for (ApiKey key : list()) {
			keys.put(key.sha256(), key);
			if (key.oldSha256() != null) {
				keys.put(key.oldSha256(), key);
			}
		}
		return keys;
	}

	/**
	 * Deletes a key.
	 * @throws NotFoundException if there is none
	 */
	void revoke(KeyId id) {
		require(id, this.jdbc.sql("DELETE FROM api_key WHERE id = ?").param(id.value()).update());
	}

	private static void require(KeyId id, int found) {
		if (found == 0) {
			throw new NotFoundException("key-not-found", "There is no key %s.".formatted(id));
		}
	}

	private int insert(ApiKey key) {
		return this.jdbc.sql("""
				INSERT INTO api_key (id, name, workspace, sha256, scopes, requests_per_minute, concurrent_requests,
					characters_per_minute, created_at, expires_at)
				VALUES (:id, :name, :workspace, :sha256, :scopes, :requestsPerMinute, :concurrentRequests,
					:charactersPerMinute, :createdAt, :expiresAt)
				ON CONFLICT (id) DO NOTHING""")
			.param("id", key.id().value())
			.param("name", key.name())
			.param("workspace", key.workspace().name())
			.param("sha256", key.sha256())
			.param("scopes", key.scopes().stream().sorted().map(Scope::text).collect(Collectors.joining(" ")))
			.param("requestsPerMinute", key.requestsPerMinute(), Types.INTEGER)
			.param("concurrentRequests", key.concurrentRequests(), Types.INTEGER)
			.param("charactersPerMinute", key.charactersPerMinute(), Types.INTEGER)
			.param("createdAt", key.createdAt().toEpochMilli())
			.param("expiresAt", Columns.millis(key.expiresAt()), Types.BIGINT)
			.update();
	}

	/** A scope that another release knows gives no right here. */
	private static ApiKey key(ResultSet row, int number) throws SQLException {
		List<String> names = List.of(row.getString("scopes").split(" "));
		Set<Scope> scopes = Arrays.stream(Scope.values())
			.filter((scope) -> names.contains(scope.text()))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
		return new ApiKey(new KeyId(row.getString("id")), row.getString("name"),
				new Workspace(row.getString("workspace")), scopes,
				Columns.orNull(row.getInt("requests_per_minute"), row),
				Columns.orNull(row.getInt("concurrent_requests"), row),
				Columns.orNull(row.getInt("characters_per_minute"), row),
				Instant.ofEpochMilli(row.getLong("created_at")), Columns.time(row, "expires_at"),
				Columns.time(row, "last_used_at"), Columns.time(row, "old_secret_until"), row.getString("sha256"),
				row.getString("old_sha256"));
	}

	/**
	 * A key that was just made.
	 *
	 * @param key as it is stored
	 * @param secret shown once
	 */
	record NewKey(ApiKey key, Secret secret) {
	}

}
