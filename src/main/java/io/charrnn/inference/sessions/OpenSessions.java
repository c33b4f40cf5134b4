package io.charrnn.inference.sessions;

import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.MixedModels;
import io.charrnn.model.ngram.MixtureState;
import io.charrnn.problem.NotFoundException;
import io.charrnn.registry.Models;
import io.charrnn.registry.StoredModel;

import org.springframework.stereotype.Component;

/** Finds sessions with their models. */
@Component
class OpenSessions {

	private final Sessions sessions;

	private final Models models;

	private final MixedModels loaded;

	OpenSessions(Sessions sessions, Models models, MixedModels loaded) {
		this.sessions = sessions;
		this.models = models;
		this.loaded = loaded;
	}

	/**
	 * Finds a session, which is kept on from now.
	 * @param id its id, well-formed or not
	 * @throws NotFoundException if there is none, or its model was deleted
	 */
	OpenSession open(String id) {
		SessionId sessionId = id(id);
		for (Sessions.Row row = this.sessions.use(sessionId);;) {
			try {
				return open(row);
			}
			catch (RuntimeException ex) {
				Sessions.Row now = this.sessions.use(sessionId);
				if (now.revision() == row.revision()) {
					throw ex;
				}
				row = now;
			}
		}
	}

	/** Fails if another request changes the session meanwhile and its weights go. */
	private OpenSession open(Sessions.Row row) {
		StoredModel stored = this.models.find(row.model());
		LoadedModel model = this.loaded.get(
				(row.archiveSha256() == null) ? stored : stored.withWeights(row.archiveSha256()),
				row.mixture() != null);
		Session session = row.session(stored.architecture());
		MixtureState mixture = session.mark().mixture();
		if (mixture != null) {
			this.loaded.takeMemory(model, mixture.text().length, mixture.text().length);
		}
		return new OpenSession(session, stored, model);
	}

	static SessionId id(String id) {
		try {
			return new SessionId(id);
		}
		catch (IllegalArgumentException ex) {
			throw new NotFoundException("session-not-found", "There is no session \"%s\".".formatted(id));
		}
	}

}
