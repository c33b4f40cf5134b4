package io.charrnn.inference.generation;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.charrnn.inference.serving.InferenceSettings;
import io.charrnn.inference.serving.Request;

/**
 * Computes all texts of a request side by side, in the request's own thread: nobody else
 * waits for a slow reader.
 */
final class GenerationRuns {

	private final List<GenerationRun> runs;

	private final Request request;

	private final InferenceSettings pace;

	/**
	 * Prepares to compute.
	 * @param runs at least one; all of them take parts, or none
	 * @param request in whose place they are computed
	 * @param pace of what is passed on
	 */
	GenerationRuns(List<GenerationRun> runs, Request request, InferenceSettings pace) {
		this.runs = runs;
		this.request = request;
		this.pace = pace;
	}

	void run() throws IOException {
		this.runs.forEach((run) -> run.readPrompt(this.request));
		awaitAll();
		for (GenerationRun run : this.runs) {
			run.tellChoices(this.request, this::awaitAll);
		}
		for (GenerationRun run : this.runs) {
			run.start(this.request);
		}
		if (output().takesParts()) {
			passParts();
		}
		else {
			this.request.await();
		}
		pass();
		for (GenerationRun run : this.runs) {
			run.finish(this.request);
		}
	}

	private void awaitAll() throws IOException {
		while (!this.request.await(this.pace.heartbeat().toNanos())) {
			output().idle();
		}
	}

	/** The first part at once, then whatever there is, but not too often. */
	private void passParts() throws IOException {
		long silence = Math.max(this.pace.heartbeat().toNanos() / 4, TimeUnit.MILLISECONDS.toNanos(1));
		try {
			while (!this.request.await(this::hasNews, silence)) {
				pass();
				this.request.await(this.pace.eventInterval().toNanos());
			}
		}
		catch (RuntimeException ex) {
			pass();
			throw ex;
		}
	}

	private boolean hasNews() {
		for (GenerationRun run : this.runs) {
			if (run.hasNews()) {
				return true;
			}
		}
		return false;
	}

	private void pass() throws IOException {
		boolean passed = false;
		for (GenerationRun run : this.runs) {
			passed |= run.pass();
		}
		if (!passed) {
			output().idle();
		}
	}

	/** Any of them, to be told that there is nothing to take. */
	private GenerationOutput output() {
		return this.runs.get(0).output();
	}

}
