package io.charrnn.bench.serving;

import java.util.concurrent.locks.LockSupport;

import io.charrnn.model.product.NativeLibrary;
import io.charrnn.model.step.Partner;
import io.charrnn.model.step.StepBatch;

/** Another thread that comes to help a batch when it is called. */
final class Helper {

	private final Partner partner = new Partner();

	private final Thread thread = new Thread(this::help);

	Helper(StepBatch batch) {
		batch.shareWith(this.partner);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	private void help() {
		NativeLibrary.prepareThread();
		while (true) {
			LockSupport.park();
			this.partner.help(() -> false);
		}
	}

	/** Lets it come if enough was computed alone. */
	void call() {
		if (this.partner.calls()) {
			LockSupport.unpark(this.thread);
		}
	}

}
