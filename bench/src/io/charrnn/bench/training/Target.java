package io.charrnn.bench.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.charrnn.model.Cell;

/**
 * A ratio that is to be reached.
 *
 * @param what is compared with what
 * @param reached the ratio of the medians
 * @param least what it is to be
 */
record Target(String what, double reached, double least) {

	/** Those that the shape has and the contenders allow to say something about. */
	static List<Target> of(Shape shape, Results results) {
		List<Target> targets = new ArrayList<>();
		boolean plain = shape.cell() == Cell.LSTM && shape.layers() == 2 && shape.alphabetSize() < 1000;
		int h = shape.hiddenSize();
		Optional<ContenderProcess> own = results.best("float32");
		Optional<ContenderProcess> narrow = results.best("bfloat16");
		if (plain && (h == 128 || h == 256 || h == 512)) {
			compare(targets, "float32 / PyTorch float32", own, results.best("pytorch-float32"),
					(h == 128) ? 1.5 : (h == 256) ? 1.6 : 1.35);
			compare(targets, "bfloat16 / PyTorch float32", narrow, results.best("pytorch-float32"),
					(h == 128) ? 2.0 : 2.5);
			if (h > 128) {
				compare(targets, "bfloat16 / PyTorch bfloat16", narrow, results.best("pytorch-bfloat16"), 1.3);
			}
			if (h < 512) {
				compare(targets, "float32 / stock DL4J", own, results.best("stock-dl4j"), 12);
				compare(targets, "bfloat16 / stock DL4J", narrow, results.best("stock-dl4j"), 12);
			}
			if (h == 256) {
				own.ifPresent((two) -> compare(targets, "float32, %d threads / 1 thread".formatted(two.threads()),
						(two.threads() > 1) ? own : Optional.empty(), results.with("float32", 1), 1.7));
			}
		}
		if (plain && h < 512) {
			compare(targets, "float32, SOAP / Adam", results.best("soap-float32"), own, 0.9);
			compare(targets, "bfloat16, SOAP / Adam", results.best("soap-bfloat16"), narrow, 0.9);
		}
		double share = (shape.alphabetSize() >= 1000) ? 0.4 : (h >= 1024) ? 0.5 : 0.8;
		results.shareOfPeak(own)
			.ifPresent((reached) -> targets.add(new Target("float32 / matmul peak", reached, share)));
		return targets;
	}

	private static void compare(List<Target> targets, String what, Optional<ContenderProcess> faster,
			Optional<ContenderProcess> slower, double least) {
		if (faster.isPresent() && slower.isPresent()) {
			targets.add(new Target(what, faster.get().median() / slower.get().median(), least));
		}
	}

	String row() {
		return String.format(Locale.ROOT, "| %s | %.2f | %.2f | %s |", this.what, this.reached, this.least,
				(this.reached < this.least) ? "below" : "");
	}

}
