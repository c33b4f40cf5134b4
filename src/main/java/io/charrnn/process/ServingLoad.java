package io.charrnn.process;

/**
 * Whether this process has other work than training, to which training leaves a share.
 */
@FunctionalInterface
public interface ServingLoad {

	/** Whether requests are being computed now. */
	boolean isBusy();

}
