package io.charrnn.inference.inspection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.charrnn.inference.inspection.UnitsResponse.TrackedProperty;
import io.charrnn.inference.inspection.UnitsResponse.TrackingUnit;
import io.charrnn.model.Architecture;
import io.charrnn.model.step.Trace;

/** Pearson's correlation of each unit's h with properties of the text. */
final class Correlations {

	private final int layers;

	private final int hiddenSize;

	private final List<Property> properties;

	/** {@code [property]}. */
	private final double[] values;

	/** {@code [property]}: sum and sum of squares. */
	private final double[] sums;

	private final double[] squares;

	/** {@code [layer x H]}: sum and sum of squares. */
	private final double[] unitSums;

	private final double[] unitSquares;

	/** {@code [property][layer x H]}: sum of products. */
	private final double[][] products;

	private int count;

	Correlations(Architecture architecture, List<Property> properties) {
		this.layers = architecture.layers();
		this.hiddenSize = architecture.hiddenSize();
		this.properties = properties;
		int units = this.layers * this.hiddenSize;
		this.values = new double[properties.size()];
		this.sums = new double[properties.size()];
		this.squares = new double[properties.size()];
		this.unitSums = new double[units];
		this.unitSquares = new double[units];
		this.products = new double[properties.size()][units];
	}

	/**
	 * Takes the next character.
	 * @param character a code point
	 * @param trace after it was read
	 */
	void add(int character, Trace trace) {
		this.count++;
		for (int property = 0; property < this.values.length; property++) {
			double value = this.properties.get(property).after(this.values[property], character);
			this.values[property] = value;
			this.sums[property] += value;
			this.squares[property] += value * value;
		}
		for (int layer = 0; layer < this.layers; layer++) {
			float[] hidden = trace.hidden(layer);
			for (int unit = 0; unit < this.hiddenSize; unit++) {
				add(layer * this.hiddenSize + unit, hidden[unit]);
			}
		}
	}

	private void add(int place, float value) {
		this.unitSums[place] += value;
		this.unitSquares[place] += (double) value * value;
		for (int property = 0; property < this.values.length; property++) {
			this.products[property][place] += value * this.values[property];
		}
	}

	/** The units that track each property best; none if it is the same everywhere. */
	List<TrackedProperty> best(int top) {
		List<TrackedProperty> tracked = new ArrayList<>();
		for (int property = 0; property < this.values.length; property++) {
			List<TrackingUnit> units = new ArrayList<>();
			for (int place = 0; place < this.unitSums.length; place++) {
				double correlation = correlation(property, place);
				if (Double.isFinite(correlation)) {
					units.add(new TrackingUnit(place / this.hiddenSize, place % this.hiddenSize, correlation));
				}
			}
			units.sort(Comparator.comparing((TrackingUnit unit) -> -Math.abs(unit.correlation())));
			tracked.add(new TrackedProperty(this.properties.get(property), this.sums[property] / this.count,
					List.copyOf(units.subList(0, Math.min(top, units.size())))));
		}
		return tracked;
	}

	private double correlation(int property, int place) {
		double covariance = this.products[property][place] - this.sums[property] * this.unitSums[place] / this.count;
		double variance = this.squares[property] - this.sums[property] * this.sums[property] / this.count;
		double unitVariance = this.unitSquares[place] - this.unitSums[place] * this.unitSums[place] / this.count;
		// what is left of a constant is rounding
		boolean constant = variance <= 1e-12 * this.squares[property]
				|| unitVariance <= 1e-12 * this.unitSquares[place];
		return constant ? Double.NaN
				: Math.max(-1, Math.min(1, covariance / Math.sqrt(variance) / Math.sqrt(unitVariance)));
	}

}
