package io.charrnn.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.charrnn.problem.NotFoundException;
import io.charrnn.workspace.Workspace;
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

	private final Clock clock;

	ApiKeys(JdbcClient jdbc, Clock clock) {
		this.jdbc = jdbc;
		this.clock = clock;
	}

	/**
	 * Makes a key.
	 * @return it, with the secret that is stored nowhere
	 * @throws io.charrnn.problem.UnprocessableException if what is asked for is out of
	 * bounds
	 */
	NewKey create(KeyRequest asked) {
		Instant now = Instant.ofEpochMilli(this.clock.millis());
		KeyRequest request = asked.checked(now);
		Secret secret = Secret.random();
		ApiKey key = new ApiKey(KeyId.random(), request.name(), request.workspaceOr(Workspace.DEFAULT),
				request.scopes(), request.requestsPerMinute(), request.concurrentRequests(), now, request.expiresAt(),
				secret.sha256());
		insert(key);
		return new NewKey(key, secret);
	}

	/** Makes a key for everything if there is no key at all. */
	@Transactional
	Optional<NewKey> createFirst() {
		if (!list().isEmpty()) {
			return Optional.empty();
		}
		Secret secret = Secret.random();
		ApiKey key = new ApiKey(FIRST, "first", Workspace.DEFAULT, EnumSet.of(Scope.ADMIN), null, null,
				Instant.ofEpochMilli(this.clock.millis()), null, secret.sha256());
		return (insert(key) == 1) ? Optional.of(new NewKey(key, secret)) : Optional.empty();
	}

	/** All keys, the newest first. */
	List<ApiKey> list() {
		return this.jdbc.sql("SELECT * FROM api_key ORDER BY created_at DESC, id").query(ApiKeys::key).list();
	}

	/** All keys by the digests of their secrets. */
	Map<String, ApiKey> bySha256() {
		return list().stream().collect(Collectors.toUnmodifiableMap(ApiKey::sha256, Function.identity()));
	}

	/**
	 * Deletes a key.
	 * @throws NotFoundException if there is none
	 */
	void revoke(KeyId id) {
		if (this.jdbc.sql("DELETE FROM api_key WHERE id = ?").param(id.value()).update() == 0) {
			throw new NotFoundException("key-not-found", "There is no key %s.".formatted(id));
		}
	}

	private int insert(ApiKey key) {
		return this.jdbc.sql("""
				INSERT INTO api_key (id, name, workspace, sha256, scopes, requests_per_minute, concurrent_requests,
					created_at, expires_at)
				VALUES (:id, :name, :workspace, :sha256, :scopes, :requestsPerMinute, :concurrentRequests, :createdAt,
					:expiresAt)
				ON CONFLICT (id) DO NOTHING""")
			.param("id", key.id().value())
			.param("name", key.name())
			.param("workspace", key.workspace().name())
			.param("sha256", key.sha256())
			.param("scopes", key.scopes().stream().sorted().map(Scope::text).collect(Collectors.joining(" ")))
			.param("requestsPerMinute", key.requestsPerMinute(), Types.INTEGER)
			.param("concurrentRequests", key.concurrentRequests(), Types.INTEGER)
			.param("createdAt", key.createdAt().toEpochMilli())
			.param("expiresAt", (key.expiresAt() != null) ? key.expiresAt().toEpochMilli() : null, Types.BIGINT)
			.update();
	}

	/** A scope that another release knows gives no right here. */
	private static ApiKey key(ResultSet row, int number) throws SQLException {
		List<String> names = List.of(row.getString("scopes").split(" "));
		Set<Scope> scopes = Arrays.stream(Scope.values())
			.filter((scope) -> names.contains(scope.text()))
			.collect(Collectors.toCollection(() -> EnumSet.noneOf(Scope.class)));
		long expires = row.getLong("expires_at");
		Instant expiry = row.wasNull() ? null : Instant.ofEpochMilli(expires);
		return new ApiKey(new KeyId(row.getString("id")), row.getString("name"),
				new Workspace(row.getString("workspace")), scopes, number(row, "requests_per_minute"),
				number(row, "concurrent_requests"), Instant.ofEpochMilli(row.getLong("created_at")), expiry,
				row.getString("sha256"));
	}

	private static @Nullable Integer number(ResultSet row, String column) throws SQLException {
		int value = row.getInt(column);
		return row.wasNull() ? null : value;
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
