package io.charrnn.model.product;

import java.lang.System.Logger.Level;
import java.util.Locale;

import io.charrnn.model.Precision;
import org.bytedeco.javacpp.Loader;

/** The library that computes matrix products, chosen on first use and logged. */
public final class NativeLibrary {

	private NativeLibrary() {
	}

	/**
	 * Prepares the calling thread for products, each of which it will compute alone. To
	 * be called by each thread before its first one.
	 */
	public static void prepareThread() {
		if (Chosen.ONE_DNN) {
			OpenMp.useOneThread();
		}
	}

	/** Products of a precision that is {@link #supports supported}. */
	public static Products products(Precision precision) {
		return Chosen.ONE_DNN ? new OneDnnProducts(precision) : new OpenBlasProducts();
	}

	/** Whether the library and the processor have products of a precision. */
	public static boolean supports(Precision precision) {
		return precision == Precision.FLOAT32 || (Chosen.ONE_DNN && OneDnnProducts.supports(precision));
	}

	/**
	 * What decides the bits of products beside their factors: the library, the
	 * processor's instructions that it uses, and how factors are rounded.
	 */
	public static String arithmetic(Precision precision) {
		String instructions = Chosen.ONE_DNN ? "instructions " + OneDnnProducts.instructions() : Loader.getPlatform();
		return products(precision).name() + ", " + instructions + ", " + precision.name().toLowerCase(Locale.ROOT);
	}

	/** Initialized once, at the first use. */
	private static final class Chosen {

		private static final boolean ONE_DNN = choose();

		/** oneDNN compiles for x86-64 only; elsewhere its products are slow. */
		private static boolean choose() {
			System.Logger log = System.getLogger(NativeLibrary.class.getName());
			String platform = Loader.getPlatform();
			if (platform.endsWith("-x86_64")) {
				try {
					log.log(Level.INFO,
							"training computes products with " + new OneDnnProducts(Precision.FLOAT32).name());
					return true;
				}
				catch (LinkageError ex) {
					log.log(Level.WARNING, "oneDNN cannot be loaded; training will be slower", ex);
				}
			}
			else {
				log.log(Level.INFO, "oneDNN is not for " + platform);
			}
			log.log(Level.INFO, "training computes products with " + new OpenBlasProducts().name());
			return false;
		}

	}

}
