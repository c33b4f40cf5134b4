package io.charrnn.inference.sessions;

import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

import io.charrnn.inference.Beginning;
import io.charrnn.inference.Fields;
import io.charrnn.inference.Texts;
import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.LoadedModel;
import io.charrnn.inference.serving.MixedModels;
import io.charrnn.inference.serving.Request;
import io.charrnn.inference.sessions.Mark.Cause;
import io.charrnn.inference.sessions.SessionRequests.ExportedState;
import io.charrnn.inference.sessions.SessionRequests.Feed;
import io.charrnn.model.DynamicEvaluation;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.ngram.Mixer;
import io.charrnn.model.ngram.Mixture;
import io.charrnn.model.ngram.MixtureState;
import io.charrnn.problem.ConflictException;
import io.charrnn.problem.MalformedException;
import io.charrnn.problem.NotFoundException;
import io.charrnn.problem.UnprocessableException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/** What can be done with sessions. Nothing is computed within a transaction. */
@Component
class SessionWork {

	private static final int LONGEST_LESSON = 20_000;

	private static final double MOST_LEARNING_RATE = 0.1;

	private final Sessions sessions;

	private final OpenSessions open;

	private final MixedModels models;

	private final StateReader reader;

	private final Learner learner;

	private final InferenceSettings settings;

	SessionWork(Sessions sessions, OpenSessions open, MixedModels models, StateReader reader, Learner learner,
			InferenceSettings settings) {
		this.sessions = sessions;
		this.open = open;
		this.models = models;
		this.reader = reader;
		this.learner = learner;
		this.settings = settings;
	}

	/** Begins a session with a model. */
	Session create(String reference, SessionRequests.Create request) {
		String text = (request.text() != null) ? request.text() : "";
		requireBounded(text);
		ExportedState exported = request.state();
		boolean goesOnMixed = exported != null && exported.mixture() != null;
		LoadedModel model = this.models.get(reference,
				(request.mixture() == null && goesOnMixed) ? Boolean.TRUE : request.mixture());
		EncodedText encoded = Texts.encode(text, model.alphabet(), request.unknownCharacters());
		HiddenState from = (exported != null) ? decode(exported, model) : HiddenState.zero(model.architecture());
		if (exported != null && request.label() != null) {
			throw UnprocessableException.outOfBounds("label", request.label(),
					"left out with state, which has already started");
		}
		boolean begins = exported == null && (model.alphabet().hasDocuments() || request.label() != null);
		EncodedText read = begins ? Texts.opening(model.alphabet(), encoded, request.label()) : encoded;
		long before = (exported != null) ? exported.position() : 0;
		this.models.takeMemory(model, Mixture.MOST_OF_TEXT, Mixture.MOST_OF_TEXT);
		Beginning after = this.reader.read(model, new Beginning(from, read, before == 0, mixer(model, exported)));
		return this.sessions.create(model.reference(), before + encoded.length(), Cause.CREATED, after.state(),
				after.mixer().state(), null);
	}

	/** Reads more characters, and learns from them if that is requested. */
	FedSession feed(OpenSession from, Feed request) {
		String given = MalformedException.required("text", request.text());
		requireBounded(given);
		EncodedText text = Texts.encode(given, from.model().alphabet(), request.unknownCharacters());
		if (Boolean.TRUE.equals(request.learn())) {
			return learn(from, text, request.learningRate());
		}
		if (request.learningRate() != null) {
			throw UnprocessableException.outOfBounds("learningRate", request.learningRate(),
					"left out unless learn is true");
		}
		if (text.length() == 0) {
			throw Fields.size("text", 0, "at least 1 character that the model knows");
		}
		Beginning after = read(from, text);
		return FedSession.of(this.sessions.advance(from.session(), text.length(), Cause.FED, after.state(),
				after.mixer().state(), from.session().mark().archiveSha256()), text.length(), null);
	}

	private Beginning read(OpenSession from, EncodedText text) {
		this.models.takeMemory(from.model(), text.length());
		return this.reader.read(from.model(), from.reading(text));
	}

	private FedSession learn(OpenSession from, EncodedText text, @Nullable Double learningRate) {
		double rate = (learningRate != null) ? learningRate : DynamicEvaluation.RATE;
		if (!(rate > 0 && rate <= MOST_LEARNING_RATE)) {
			throw UnprocessableException.outOfBounds("learningRate", rate, "more than 0 and at most 0.1");
		}
		if (text.length() < 2 || text.length() > LONGEST_LESSON) {
			throw Fields.size("text", text.length(), "from 2 to 20,000 characters that the model knows");
		}
		Mark mark = from.session().mark();
		boolean predicted = mark.position() > 0;
		double first = predicted ? this.reader.surprisal(from.model(), mark.state(), text.at(0)) : 0;
		MixtureState mixture = from.model().isMixed() ? read(from, text).mixer().state() : null;
		Learner.Learned learned = learned(from, text, rate);
		Session session = this.sessions.advance(from.session(), text.length(), Cause.LEARNED, learned.state(), mixture,
				learned.archiveSha256());
		return FedSession.of(session, text.length(),
				(first + learned.surprisal()) / (learned.predicted() + (predicted ? 1 : 0)));
	}

	/** If another request changes the session meanwhile, its weights may go. */
	private Learner.Learned learned(OpenSession from, EncodedText text, double rate) {
		try {
			return this.learner.learn(from, text, rate);
		}
		catch (NotFoundException | UncheckedIOException ex) {
			this.sessions.requireUnchanged(from.session());
			throw ex;
		}
	}

	/**
	 * Goes on behind a text that the session wrote, in the place of the request that
	 * wrote it.
	 * @param after what is behind them
	 */
	void written(Request request, OpenSession from, int characters, Beginning after) {
		Beginning end = StateReader.read(request, from.model(), after);
		this.sessions.advance(from.session(), characters, Cause.GENERATED, end.state(), end.mixer().state(),
				from.session().mark().archiveSha256());
	}

	/** Begins another session where one stands or stood. */
	Session fork(OpenSession from, @Nullable Long number) {
		Mark mark = (number == null) ? from.session().mark()
				: this.sessions.mark(from.session().id(), number, from.stored().architecture());
		return this.sessions.create(from.session().model(), mark.position(), Cause.FORKED, mark.state(), mark.mixture(),
				mark.archiveSha256());
	}

	/** Returns to a mark. */
	Session rewind(OpenSession from, long number) {
		return this.sessions.rewind(from.session(), number, from.stored().architecture());
	}

	/** The state that a session is in. */
	ExportedState export(OpenSession from) {
		Mark mark = from.session().mark();
		if (mark.archiveSha256() != null) {
			throw new ConflictException("session-has-learned",
					"The session has its own weights, without which its state is useless. Rewind it to a mark before "
							+ "it learned, or fork it from there.");
		}
		return new ExportedState(from.model().fingerprint(), mark.position(),
				Base64.getEncoder().encodeToString(StateCodec.encode(mark.state())), (mark.mixture() != null)
						? Base64.getEncoder().encodeToString(MixtureCodec.encode(mark.mixture())) : null);
	}

	/** Shows a session, whether its model is still there or not. */
	SessionDescription show(String id) {
		return SessionDescription.of(this.sessions.use(OpenSessions.id(id)));
	}

	/**
	 * The marks of a session, the newest first, whether its model is still there or not.
	 */
	List<MarkDescription> marks(String id) {
		return this.sessions.marks(this.sessions.use(OpenSessions.id(id)).id());
	}

	/** Finds a session. */
	OpenSession open(String id) {
		return this.open.open(id);
	}

	/** Deletes a session, whether its model is still there or not. */
	void delete(String id) {
		this.sessions.delete(OpenSessions.id(id));
	}

	private void requireBounded(String text) {
		Fields.characters("text", List.of(text), this.settings.maxPromptCharacters());
	}

	private static HiddenState decode(ExportedState exported, LoadedModel model) {
		MalformedException.required("state.fingerprint", exported.fingerprint());
		if (!exported.fingerprint().equals(model.fingerprint())) {
			throw UnprocessableException.outOfBounds("state.fingerprint", exported.fingerprint(),
					"that of %s here, %s".formatted(model.reference(), model.fingerprint()));
		}
		if (exported.position() < 0 || exported.position() > Integer.MAX_VALUE) {
			throw UnprocessableException.outOfBounds("state.position", exported.position(),
					"from 0 to " + Integer.MAX_VALUE);
		}
		return bytes(MalformedException.required("state.vectors", exported.vectors()), model);
	}

	private static Mixer mixer(LoadedModel model, @Nullable ExportedState exported) {
		if (exported == null || exported.mixture() == null) {
			return model.mixer();
		}
		try {
			return model
				.mixer(MixtureCodec.decode(Base64.getDecoder().decode(exported.mixture()), model.alphabet().size())
					.orElseThrow(() -> noState("mixture")));
		}
		catch (IllegalArgumentException ex) {
			throw noState("mixture");
		}
	}

	private static HiddenState bytes(String vectors, LoadedModel model) {
		try {
			return StateCodec.decode(Base64.getDecoder().decode(vectors), model.architecture())
				.orElseThrow(() -> noState("vectors"));
		}
		catch (IllegalArgumentException ex) {
			throw noState("vectors");
		}
	}

	private static UnprocessableException noState(String field) {
		return new UnprocessableException("invalid-state",
				"state.%s must be the state of this model in Base64, as the service exports it.".formatted(field));
	}

}
