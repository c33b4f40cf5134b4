package io.charrnn.spark;

import java.util.function.Consumer;

import io.charrnn.cluster.protocol.Message;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;

/** Counts executors, and tells when one comes or goes. */
final class Executors extends SparkListener {

	private final Consumer<Message.Executors> listener;

	private int alive;

	private int lost;

	private String lastLoss = "";

	private long changed = System.nanoTime();

	Executors(Consumer<Message.Executors> listener) {
		this.listener = listener;
	}

	/** Those that were there before anybody listened. */
	synchronized void found(int already) {
		if (this.alive < already) {
			this.alive = already;
			tell();
		}
	}

	@Override
	public synchronized void onExecutorAdded(SparkListenerExecutorAdded added) {
		this.alive++;
		tell();
	}

	@Override
	public synchronized void onExecutorRemoved(SparkListenerExecutorRemoved removed) {
		this.alive = Math.max(0, this.alive - 1);
		this.lost++;
		this.lastLoss = "executor " + removed.executorId() + ": " + removed.reason();
		tell();
	}

	/** For how long there has been none; 0 if there is one. */
	synchronized long nanosWithout() {
		return (this.alive > 0) ? 0 : System.nanoTime() - this.changed;
	}

	synchronized String lastLoss() {
		return this.lastLoss;
	}

	private void tell() {
		this.changed = System.nanoTime();
		this.listener.accept(new Message.Executors(this.alive, this.lost, this.lastLoss));
	}

}
