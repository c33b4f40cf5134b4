package io.charrnn.process;

/**
 * Whether this process has other work than training, with which training shares the
 * processor.
 */
@FunctionalInterface
public interface ServingLoad {

	/** Whether requests are being computed now. */
	boolean isBusy();

}
