package io.charrnn.inference.serving;

import io.charrnn.model.HiddenState;
import io.charrnn.model.step.Stepper;

/** A text that a model reads for a request. */
public final class Reading {

	/** So that threads do not meet at each step. */
	private static final int CHARGED_AT_ONCE = 1024;

	private final Request request;

	private final Stepper stepper;

	private final Script script;

	/** Of the text so far, while no batch has it. */
	private final HiddenState state;

	/** Characters that are not charged yet. Used by the thread that steps. */
	private int uncharged;

	/** Guarded by this. */
	private boolean paused;

	/** Guarded by this. */
	private boolean resumed;

	Reading(Request request, Stepper stepper, Script script, HiddenState state) {
		this.request = request;
		this.stepper = stepper;
		this.script = script;
		this.state = state;
	}

	/** Counts characters that were read, those that the model has written included. */
	void count(int characters) {
		this.uncharged += characters;
		if (this.uncharged >= CHARGED_AT_ONCE) {
			charge();
		}
	}

	/** Charges the request with what was read. */
	void charge() {
		this.request.charge(this.uncharged);
		this.uncharged = 0;
	}

	/** The state after all that was read, once the reading has ended. */
	public HiddenState state() {
		return this.state;
	}

	/** Lets a script that paused, or is about to, go on. */
	public synchronized void resume() {
		if (this.paused) {
			this.paused = false;
			this.request.goOn(this);
		}
		else {
			this.resumed = true;
		}
	}

	/** Has left its batch because the script paused. */
	synchronized void pause() {
		this.request.paused(this);
		if (this.resumed) {
			this.resumed = false;
			this.request.goOn(this);
		}
		else {
			this.paused = true;
		}
	}

	/** Ends with a failure, and its request, too. */
	void fail(Throwable thrown) {
		this.request.fail(thrown);
		this.request.ended(this);
	}

	Request request() {
		return this.request;
	}

	Stepper stepper() {
		return this.stepper;
	}

	Script script() {
		return this.script;
	}

}
