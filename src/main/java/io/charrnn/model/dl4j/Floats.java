package io.charrnn.model.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies between Java arrays and whole ND4J arrays of floats. */
final class Floats {

	private Floats() {
	}

	/** The values of an array, row by row. */
	static float[] of(INDArray array) {
		INDArray rows = array.dup('c');
		float[] values = new float[Math.toIntExact(rows.length())];
		pointer(rows).get(values);
		return values;
	}

	/** Overwrites an array that is contiguous and no view, in the order of its memory. */
	static void copy(float[] values, INDArray array) {
		pointer(array).put(values);
	}

	/** A matrix of the given values, row by row, stored column by column. */
	static INDArray matrix(float[] values, long rows, long columns) {
		return Nd4j.create(values, new long[] { rows, columns }, 'c').dup('f');
	}

	private static FloatPointer pointer(INDArray array) {
		return (FloatPointer) array.data().addressPointer();
	}

}
