package io.charrnn.inference.serving;

import io.charrnn.model.Architecture;
import io.charrnn.model.Precision;
import io.charrnn.model.step.Stepper;

/** A precision to serve a model in, or the one that pays here. */
enum WantedPrecision {

	AUTO,

	FLOAT32,

	BFLOAT16;

	/** From which H on a single text is faster in bfloat16, too: docs/performance.md. */
	private static final int PAYS_FROM = 256;

	/** What it is for a network on this processor. */
	Precision of(Architecture architecture) {
		return switch (this) {
			case FLOAT32 -> Precision.FLOAT32;
			case BFLOAT16 -> Precision.BFLOAT16;
			case AUTO -> (architecture.hiddenSize() >= PAYS_FROM && Stepper.supports(Precision.BFLOAT16))
					? Precision.BFLOAT16 : Precision.FLOAT32;
		};
	}

}
