package io.charrnn.inference.sessions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import io.charrnn.content.ContentStore;
import io.charrnn.inference.learning.LearningModels;
import io.charrnn.inference.learning.Lesson;
import io.charrnn.model.EncodedText;
import io.charrnn.model.HiddenState;
import io.charrnn.model.dl4j.ArchivedModel;
import io.charrnn.model.dl4j.ModelArchive;
import io.charrnn.problem.UnprocessableException;

import org.springframework.stereotype.Component;

/** Gives sessions weights of their own, learned from what they are fed. */
@Component
class Learner {

	private final LearningModels models;

	private final ContentStore content;

	Learner(LearningModels models, ContentStore content) {
		this.models = models;
		this.content = content;
	}

	/**
	 * Learns from a text.
	 * @param session where it begins
	 * @param text at least 2 characters
	 * @param learningRate eta of {@link io.charrnn.model.DynamicEvaluation}
	 * @throws UnprocessableException if the model is too large, or its weights are not
	 * finite afterwards
	 * @throws io.charrnn.problem.UnavailableException if others learn
	 */
	Learned learn(OpenSession session, EncodedText text, double learningRate) {
		Mark mark = session.session().mark();
		String before = mark.archiveSha256();
		Lesson lesson = this.models.learn(session.stored(), (own) -> (before != null) ? weights(before) : own,
				mark.state(), text, learningRate);
		requireFinite(lesson.model().parameters(), lesson.surprisal());
		byte[] archive = ModelArchive.bytes(new ArchivedModel(lesson.model(), null, 0, 0, "{}"));
		return new Learned(this.content.write(archive), lesson.state(), lesson.surprisal(), text.length() - 1);
	}

	private float[] weights(String archive) {
		try (InputStream in = this.content.open(archive)) {
			return ModelArchive.read(in).model().parameters();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void requireFinite(float[] parameters, double loss) {
		float sum = 0;
		for (float parameter : parameters) {
			sum += parameter - parameter;
		}
		if (sum != 0 || !Double.isFinite(loss)) {
			throw new UnprocessableException("learning-diverged",
					"The weights became infinite or undefined; a smaller learningRate may help. Nothing was kept.");
		}
	}

	/**
	 * What was learned.
	 *
	 * @param archiveSha256 the new weights, of which nobody is the owner yet
	 * @param state after the text
	 * @param surprisal sum over all characters but the first, each before it was learned,
	 * nats
	 * @param predicted how many these are
	 */
	record Learned(String archiveSha256, HiddenState state, double surprisal, int predicted) {
	}

}
