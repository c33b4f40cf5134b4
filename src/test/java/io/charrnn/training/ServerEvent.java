package io.charrnn.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server-sent event, read as the standard says.
 *
 * @param id the last id that the stream had
 * @param type the event's name
 * @param data its JSON
 */
public record ServerEvent(String id, String type, JsonNode data) {

	private static final JsonMapper JSON = new JsonMapper();

	/** Reads events until the stream ends. */
	public static List<ServerEvent> readAll(InputStream stream) {
		List<ServerEvent> events = new ArrayList<>();
		try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
			for (ServerEvent event = read(reader); event != null; event = read(reader)) {
				events.add(event);
			}
			return events;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Reads the next event; null at the end of the stream. */
	public static @Nullable ServerEvent read(BufferedReader reader) throws IOException {
		String id = "";
		String type = "";
		StringBuilder data = new StringBuilder();
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			if (line.isEmpty() && !data.isEmpty()) {
				return new ServerEvent(id, type, JSON.readTree(data.toString()));
			}
			if (line.startsWith("id:")) {
				id = line.substring(3).strip();
			}
			else if (line.startsWith("event:")) {
				type = line.substring(6).strip();
			}
			else if (line.startsWith("data:")) {
				data.append(line.substring(5));
			}
		}
		return null;
	}

}
