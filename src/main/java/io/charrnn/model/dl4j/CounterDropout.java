package io.charrnn.model.dl4j;

import io.charrnn.model.DropoutMask;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Dropout whose masks are those of {@link DropoutMask}. Used while training only. */
final class CounterDropout implements IDropout {

	private final transient DropoutMask masks;

	private final int layer;

	/** {@code [B, H, T]} in column-major order, as the activations. */
	private transient @Nullable INDArray mask;

	CounterDropout(DropoutMask masks, int layer) {
		this.masks = masks;
		this.layer = layer;
	}

	@Override
	public INDArray applyDropout(INDArray activations, INDArray result, int iteration, int epoch,
			LayerWorkspaceMgr workspaces) {
		return activations.muli(draw(activations.shape(), iteration), result);
	}

	@Override
	public INDArray backprop(INDArray gradientAtOutput, INDArray gradientAtInput, int iteration, int epoch) {
		if (this.mask == null) {
			throw new IllegalStateException("backward without forward");
		}
		return gradientAtOutput.muli(this.mask, gradientAtInput);
	}

	private INDArray draw(long[] shape, int iteration) {
		if (this.mask == null) {
			try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
				this.mask = Nd4j.createUninitialized(DataType.FLOAT, shape, 'f');
			}
		}
		float[] drawn = new float[Math.toIntExact(this.mask.length())];
		this.masks.fill(iteration, this.layer, 0, drawn);
		Floats.copy(transposed(drawn, (int) shape[0], (int) shape[1]), this.mask);
		return this.mask;
	}

	/** From {@code [T][B][H]} to {@code [T][H][B]}. */
	private static float[] transposed(float[] values, int streams, int hiddenSize) {
		float[] result = new float[values.length];
		for (int step = 0; step < values.length; step += streams * hiddenSize) {
			for (int i = 0; i < streams * hiddenSize; i++) {
				result[step + i % hiddenSize * streams + i / hiddenSize] = values[step + i];
			}
		}
		return result;
	}

	@Override
	public void clear() {
		this.mask = null;
	}

	@Override
	public IDropout clone() {
		return new CounterDropout(this.masks, this.layer);
	}

}
