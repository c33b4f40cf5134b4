package io.charrnn.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much a prediction's loss depends on the hidden states before it: the norm of d
 * loss_t / d h_{t-k} against the lag k, where loss_t is the cross-entropy of the
 * character after t and h the hidden state of one layer. It falls with k where gradients
 * vanish and rises where they explode (Bengio, Simard and Frasconi 1994; Pascanu, Mikolov
 * and Bengio 2013).
 *
 * @param positions predictions whose norms were averaged
 * @param loss mean cross-entropy of those predictions, nats per character
 * @param layers the norms of each layer, from the first
 */
public record GradientFlow(int positions, double loss, List<Layer> layers) {

	/**
	 * Measures a model on a text, which it reads from the zero state. The predictions are
	 * spread evenly over the text; each is made at least as many characters after its
	 * beginning as the largest lag. Computes in double precision.
	 * @param text N characters, at least two more than the largest lag
	 * @param lags the largest lag
	 * @param positions most predictions
	 */
	public static GradientFlow of(LanguageModel model, EncodedText text, int lags, int positions) {
		int last = text.length() - 2;
		if (lags < 0 || last < lags || positions < 1) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "%d characters are too few for a lag of %d", text.length(), lags));
		}
		int count = Math.min(positions, last - lags + 1);
		ReferenceNetwork network = new ReferenceNetwork(model.architecture(), model.parameters(), lags + 1);
		Sums sums = new Sums(model.architecture(), lags);
		int done = 0;
		for (int position = 0; position <= last; position++) {
			network.read(text.at(position));
			if (position == last - (int) ((long) (count - 1 - done) * (last - lags + 1) / count)) {
				network.beginBackward();
				sums.loss += network.addLoss(text.at(position + 1));
				for (int lag = 0; lag <= lags; lag++) {
					network.backward();
					sums.add(network, lag);
				}
				done++;
			}
		}
		return sums.mean(count);
	}

	/**
	 * The norms of one layer.
	 *
	 * @param hidden {@code [lags + 1]}: mean L2 norm of d loss_t / d h_{t-k} at index k
	 * @param cell the same for c of an LSTM; empty for other cells
	 */
	public record Layer(double[] hidden, double[] cell) {

		/**
		 * What the norm of the hidden state's gradient is multiplied with from one lag to
		 * the next, in the geometric mean; 1 if there is only one lag.
		 */
		public double factor() {
			int lags = this.hidden.length - 1;
			return (lags == 0) ? 1 : Math.pow(this.hidden[lags] / this.hidden[0], 1.0 / lags);
		}

	}

	private static final class Sums {

		/** {@code [L][lags + 1]}. */
		private final double[][] hidden;

		/** {@code [L][lags + 1]}. */
		private final double[][] cell;

		private double loss;

		Sums(Architecture architecture, int lags) {
			this.hidden = new double[architecture.layers()][lags + 1];
			this.cell = new double[architecture.layers()][architecture.cell().hasCellState() ? lags + 1 : 0];
		}

		void add(ReferenceNetwork network, int lag) {
			for (int layer = 0; layer < this.hidden.length; layer++) {
				this.hidden[layer][lag] += network.hiddenNorm(layer);
				if (this.cell[layer].length > 0) {
					this.cell[layer][lag] += network.cellNorm(layer);
				}
			}
		}

		GradientFlow mean(int count) {
			List<Layer> layers = new ArrayList<>();
			for (int layer = 0; layer < this.hidden.length; layer++) {
				layers.add(new Layer(divided(this.hidden[layer], count), divided(this.cell[layer], count)));
			}
			return new GradientFlow(count, this.loss / count, List.copyOf(layers));
		}

		private static double[] divided(double[] sums, int count) {
			double[] means = new double[sums.length];
			for (int index = 0; index < means.length; index++) {
				means[index] = sums[index] / count;
			}
			return means;
		}

	}

}
