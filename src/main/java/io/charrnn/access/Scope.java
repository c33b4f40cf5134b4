package io.charrnn.access;

import java.util.Collection;
import java.util.Locale;

/** What a key allows. */
enum Scope {

	/** Look at everything but keys. */
	READ,

	/** Predict, generate and score, and keep sessions. */
	GENERATE,

	/** Change corpora, training jobs and models. */
	TRAIN,

	/** Everything, keys included. */
	ADMIN;

	/** What requests call it. */
	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** Whether some scopes allow what needs this one. */
	boolean isIn(Collection<Scope> scopes) {
		return scopes.contains(this) || scopes.contains(ADMIN);
	}

}
