package io.charrnn.model.product;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Function;

/**
 * Chooses who computes products of one row: the Vector API where the virtual machine was
 * started with it, can compile it and multiplies and adds in one instruction; plain Java
 * otherwise. The Vector API is an incubator module, so that nothing but the class that is
 * looked up here knows it.
 */
final class RowMatrices {

	private static final System.Logger log = System.getLogger(RowMatrices.class.getName());

	private static final String MODULE = "jdk.incubator.vector";

	/** C2; the others make objects of vectors. */
	private static final int VECTOR_COMPILER = 4;

	private static final Function<float[][], RowMatrix> FACTORY = canUseVectors() ? vectors() : PlainRows::new;

	private RowMatrices() {
	}

	static RowMatrix of(float[][] rows) {
		return FACTORY.apply(rows);
	}

	private static boolean canUseVectors() {
		return ModuleLayer.boot().findModule(MODULE).isPresent() && MultiplyAdd.FUSED
				&& Integer.parseInt(HotSpot.option("TieredStopAtLevel", "0")) >= VECTOR_COMPILER
				&& Boolean.parseBoolean(HotSpot.option("UseCompiler", "true"))
				&& !Boolean.parseBoolean(HotSpot.option("UseJVMCICompiler", "false"));
	}

	private static Function<float[][], RowMatrix> vectors() {
		try {
			Method factory = Class.forName(RowMatrices.class.getPackageName() + ".VectorRows")
				.getDeclaredMethod("factory");
			@SuppressWarnings("unchecked")
			Function<float[][], RowMatrix> vectors = (Function<float[][], RowMatrix>) factory.invoke(null);
			log.log(Level.INFO, "products of one row use the Vector API");
			return vectors;
		}
		catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException ex) {
			throw new IllegalStateException("what uses " + MODULE + " was not compiled; Maven compiles it", ex);
		}
		catch (InvocationTargetException ex) {
			throw new IllegalStateException(MODULE + " cannot be used", ex.getCause());
		}
	}

}
