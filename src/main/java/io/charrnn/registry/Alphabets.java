package io.charrnn.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import io.charrnn.content.ContentStore;
import io.charrnn.model.Alphabet;
import io.charrnn.model.dl4j.ModelArchive;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The alphabets of archives, stored beside them, so that nobody reads weights to learn
 * one. An archive whose alphabet is not stored yet, or has more than characters, is read
 * as far as to that.
 */
@Component
class Alphabets {

	private final JdbcClient jdbc;

	private final ContentStore content;

	Alphabets(JdbcClient jdbc, ContentStore content) {
		this.jdbc = jdbc;
		this.content = content;
	}

	/**
	 * Finds an alphabet.
	 * @throws IOException if the archive was deleted meanwhile
	 */
	Alphabet of(String archiveSha256) throws IOException {
		byte[] stored = this.jdbc.sql("SELECT characters FROM archive_alphabet WHERE sha256 = ?")
			.param(archiveSha256)
			.query((row, number) -> row.getBytes(1))
			.optional()
			.orElse(null);
		return (stored != null) ? new Alphabet(new String(stored, StandardCharsets.UTF_8))
				: readAndStore(archiveSha256);
	}

	private Alphabet readAndStore(String archiveSha256) throws IOException {
		try (InputStream archive = this.content.open(archiveSha256)) {
			Alphabet alphabet = ModelArchive.readAlphabet(archive);
			if (alphabet.hasDocuments()) {
				return alphabet;
			}
			this.jdbc.sql("INSERT INTO archive_alphabet (sha256, characters) VALUES (?, ?) ON CONFLICT DO NOTHING")
				.param(archiveSha256)
				.param(alphabet.toString().getBytes(StandardCharsets.UTF_8))
				.update();
			return alphabet;
		}
	}

}
