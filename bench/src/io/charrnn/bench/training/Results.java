package io.charrnn.bench.training;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The contenders of one shape after their rounds.
 *
 * @param shape what was trained
 * @param contenders who took part
 */
record Results(Shape shape, List<ContenderProcess> contenders) {

	/** The fastest of a contender's settings. */
	Optional<ContenderProcess> best(String name) {
		return this.contenders.stream()
			.filter((contender) -> contender.name().equals(name))
			.max(Comparator.comparingDouble(ContenderProcess::median));
	}

	Optional<ContenderProcess> with(String name, int threads) {
		return this.contenders.stream()
			.filter((contender) -> contender.name().equals(name) && contender.threads() == threads)
			.findFirst();
	}

	/** What part of the operations that large products do a contender does. */
	Optional<Double> shareOfPeak(Optional<ContenderProcess> contender) {
		return contender.flatMap((trained) -> with("peak", trained.threads())
			.map((peak) -> trained.median() * this.shape.operationsPerCharacter() / peak.median()));
	}

	void print() {
		System.out.printf("%n### %s%n%n", this.shape.description());
		System.out.println(
				"| contender | threads | characters/s | lowest to highest | per core | of matmul peak | configuration |");
		System.out.println("| --- | ---: | ---: | --- | ---: | ---: | --- |");
		for (ContenderProcess contender : this.contenders) {
			System.out.println(row(contender));
		}
		List<Target> targets = Target.of(this.shape, this);
		if (!targets.isEmpty()) {
			System.out.printf("%n| ratio of medians | reached | target | |%n| --- | ---: | ---: | --- |%n");
			targets.forEach((target) -> System.out.println(target.row()));
		}
	}

	private String row(ContenderProcess contender) {
		if (contender.name().equals("peak")) {
			return String.format(Locale.ROOT, "| matmul peak | %d | %.0f GFLOP/s | %.0f to %.0f | %.0f | | %s |",
					contender.threads(), contender.median() / 1e9, contender.lowest() / 1e9, contender.highest() / 1e9,
					contender.coreMedian() / 1e9, contender.description());
		}
		return String.format(Locale.ROOT, "| %s | %d | %,.0f | %,.0f to %,.0f | %,.0f | %s | %s |", contender.name(),
				contender.threads(), contender.median(), contender.lowest(), contender.highest(),
				contender.coreMedian(),
				shareOfPeak(Optional.of(contender)).map((share) -> String.format(Locale.ROOT, "%.0f %%", 100 * share))
					.orElse(""),
				contender.description());
	}

}
