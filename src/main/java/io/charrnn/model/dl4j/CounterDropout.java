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

	/** {@code [T][B][H]} as the mask lies in memory. */
	private transient @Nullable INDArray mask;

	CounterDropout(DropoutMask masks, int layer) {
		this.masks = masks;
		this.layer = layer;
	}

	@Override
	public INDArray applyDropout(INDArray activations, INDArray result, int iteration, int epoch,
			LayerWorkspaceMgr workspaces) {
		INDArray drawn = draw(activations.shape(), iteration);
		return activations.muli(drawn, result);
	}

	@Override
	public INDArray backprop(INDArray gradientAtOutput, INDArray gradientAtInput, int iteration, int epoch) {
		if (this.mask == null) {
			throw new IllegalStateException("backward without forward");
		}
		return gradientAtOutput.muli(this.mask.permute(1, 2, 0), gradientAtInput);
	}

	/** The mask over {@code [B, H, T]}. */
	private INDArray draw(long[] shape, int iteration) {
		long[] stepsFirst = { shape[2], shape[0], shape[1] };
		if (this.mask == null) {
			try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
				this.mask = Nd4j.createUninitialized(DataType.FLOAT, stepsFirst, 'c');
			}
		}
		float[] values = new float[Math.toIntExact(this.mask.length())];
		this.masks.fill(iteration, this.layer, 0, values);
		Floats.copy(values, this.mask);
		return this.mask.permute(1, 2, 0);
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
