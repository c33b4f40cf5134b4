package io.charrnn.model.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.charrnn.model.Architecture;
import io.charrnn.model.Optimizer;
import io.charrnn.model.product.Products;
import io.charrnn.model.product.Resources;

/**
 * SOAP (Vyas et al. 2024) on one side: Adam in a basis Q in which the rows of gradients
 * are hardly correlated. For each matrix, with the clipped gradient G of update t,
 *
 * <pre>
 * L <- 0.95 L + 0.05 G G^T
 * Q <- eigenvectors of L, largest first     if t is 1 or 5
 *      orthonormal factor of L Q            if t is a multiple of 10
 * M <- 0.95 M + 0.05 G
 * V <- 0.999 V + 0.001 (Q^T G)^2
 * W <- W - rate Q [(Q^T M / (1 - 0.95^t)) / (sqrt(V / (1 - 0.999^t)) + 1e-8)]
 * </pre>
 *
 * All other parameters are {@link Adam}'s. The work is cut into parts that depend on the
 * matrices alone, each computed by one thread, so that the number of threads changes no
 * bit. Products are of float32 whatever the precision of the network's: of the small
 * eigenvalues, fewer digits would leave noise.
 */
final class Soap {

	static final float BETA = 0.95f;

	/** Beyond which eigenvectors take minutes. */
	static final int MOST_HIDDEN = 1024;

	private static final int TURN_EVERY = 10;

	private final Adam adam;

	private final List<RotatedMatrix> matrices = new ArrayList<>();

	private final List<Part> parts = new ArrayList<>();

	/**
	 * Prepares updates.
	 * @param products of float32
	 * @param adam has parameters, moments and gradient
	 * @param state the optimizer's
	 * @param workers their number
	 */
	Soap(Resources resources, Products products, Architecture architecture, Adam adam, float[] state, int workers) {
		this.adam = adam;
		int size = architecture.hiddenSize();
		int columns = architecture.cell().gates() * size;
		int from = Optimizer.momentsLength(architecture);
		for (int offset : Optimizer.SOAP.rotated(architecture)) {
			this.matrices.add(new RotatedMatrix(resources, offset, size, columns, state, from));
			from += 2 * size * size;
		}
		for (int worker = 0; worker < workers; worker++) {
			this.parts.add(new Part(new RotationMemory(resources, size)));
		}
		for (RotatedMatrix matrix : this.matrices) {
			Part turning = this.parts.get(this.matrices.indexOf(matrix) % workers);
			turning.turns.add(new BasisTurn(resources, products, matrix, turning.memory));
			for (int column = 0; column < columns; column += size) {
				Part part = idlest();
				RotatedBlock block = new RotatedBlock(resources, products, matrix, adam, column, size, part.memory);
				part.blocks.add(block);
				part.work += block.work();
			}
		}
		strips(resources, products).forEach((strip) -> {
			Part part = idlest();
			part.strips.add(strip);
			part.work += strip.work();
		});
	}

	private Stream<CovarianceStrip> strips(Resources resources, Products products) {
		return this.matrices.stream()
			.flatMap((matrix) -> CovarianceStrip.of(resources, products, matrix).stream())
			.sorted(Comparator.comparingDouble(CovarianceStrip::work).reversed());
	}

	private Part idlest() {
		return this.parts.stream().min(Comparator.comparingDouble((part) -> part.work)).orElseThrow();
	}

	/** Writes what it keeps beside the moments. */
	void write(float[] state, int from) {
		int to = from;
		for (RotatedMatrix matrix : this.matrices) {
			matrix.write(state, to);
			to += 2 * matrix.size() * matrix.size();
		}
	}

	/**
	 * Changes parameters and moments; to be called by all threads.
	 * @param from of the thread's slice of the parameters
	 * @param to its end
	 * @param clipping is applied to the gradient
	 * @param learningRate alpha
	 * @param iteration updates done before
	 */
	void step(int worker, Workers workers, int from, int to, Clipping clipping, double learningRate, long iteration) {
		stepOthers(from, to, clipping, learningRate, iteration);
		this.matrices.forEach((matrix) -> load(matrix, from, to, clipping));
		workers.awaitOthers();
		Part part = this.parts.get(worker);
		part.strips.forEach(CovarianceStrip::run);
		if (iteration % Adam.FLUSH_EVERY == 0) {
			part.strips.forEach(CovarianceStrip::flush);
		}
		boolean anew = iteration == 0 || iteration == 4;
		boolean turned = anew || (iteration + 1) % TURN_EVERY == 0;
		if (turned) {
			workers.awaitOthers();
			part.turns.forEach((turn) -> turn.run(anew));
			workers.awaitOthers();
		}
		part.blocks.forEach((block) -> block.run(turned, learningRate, iteration));
		workers.awaitOthers();
	}

	/** Lets Adam change what is between the matrices. */
	private void stepOthers(int from, int to, Clipping clipping, double learningRate, long iteration) {
		int begin = from;
		for (RotatedMatrix matrix : this.matrices) {
			this.adam.step(begin, Math.min(to, matrix.offset()), clipping, learningRate, iteration);
			begin = Math.max(begin, matrix.end());
		}
		this.adam.step(begin, to, clipping, learningRate, iteration);
	}

	private void load(RotatedMatrix matrix, int from, int to, Clipping clipping) {
		int first = Math.max(from, matrix.offset());
		int end = Math.min(to, matrix.end());
		if (first < end) {
			float[] clipped = this.adam.clipped(first, end, clipping);
			matrix.gradient().floats().write(first - matrix.offset(), clipped, 0, clipped.length);
		}
	}

	/** What one thread does. */
	private static final class Part {

		private final RotationMemory memory;

		private final List<CovarianceStrip> strips = new ArrayList<>();

		private final List<BasisTurn> turns = new ArrayList<>();

		private final List<RotatedBlock> blocks = new ArrayList<>();

		private double work;

		private Part(RotationMemory memory) {
			this.memory = memory;
		}

	}

}
