package io.charrnn.access;

import java.net.URI;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.charrnn.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Makes, lists and revokes keys. */
@RestController
@RequestMapping("/api/v1/keys")
@Tag(name = "Keys")
class KeysController {

	private final ApiKeys keys;

	private final KnownKeys known;

	KeysController(ApiKeys keys, KnownKeys known) {
		this.keys = keys;
		this.known = known;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	@Operation(operationId = "createKey", summary = "Create an API key",
			description = "The response has the key, which is shown only once.")
	ResponseEntity<CreatedKey> create(@RequestBody KeyRequest request) {
		ApiKeys.NewKey made = this.keys.create(request);
		this.known.forget();
		return ResponseEntity.created(URI.create("/api/v1/keys/" + made.key().id())).body(CreatedKey.of(made));
	}

	@GetMapping
	@Operation(operationId = "listKeys", summary = "List API keys, newest first")
	Page<ApiKey> list() {
		return new Page<>(this.keys.list(), null);
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@Operation(operationId = "revokeKey", summary = "Revoke an API key",
			description = "Other replicas reject it within 5 seconds.")
	void revoke(@PathVariable KeyId id) {
		this.keys.revoke(id);
		this.known.forget();
	}

	@PostMapping("/{id}/rotations")
	@ResponseStatus(HttpStatus.CREATED)
	@Operation(operationId = "rotateKey", summary = "Rotate an API key",
			description = "The response has the new secret, which is shown only once. The old one stays valid for a "
					+ "while.")
	CreatedKey rotate(@PathVariable KeyId id, @RequestBody RotationRequest request) {
		ApiKeys.NewKey made = this.keys.rotate(id, request);
		this.known.forget();
		return CreatedKey.of(made);
	}

	/**
	 * A key that was just made, or has another secret now.
	 *
	 * @param stored what is known of it
	 * @param key what to send
	 */
	@Schema(name = "CreatedApiKey",
			example = """
					{"id": "key_5f0c3b1d0c0e4a4f8a0f3a5f2c7e9b10", "name": "notebook", "workspace": "default",
					 "scopes": ["read", "generate"], "requestsPerMinute": 600, "concurrentRequests": null, "charactersPerMinute": null,
					 "createdAt": "2026-03-01T12:00:00Z", "expiresAt": null, "lastUsedAt": null, "oldSecretUntil": null,
					 "key": "crs_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE"}""")
	record CreatedKey(@JsonUnwrapped ApiKey stored, String key) {

		static CreatedKey of(ApiKeys.NewKey made) {
			return new CreatedKey(made.key(), made.secret().value());
		}

	}

}
