package io.charrnn.model.kernel;

import java.lang.System.Logger.Level;

import org.bytedeco.javacpp.Loader;

/** Which library computes products, chosen at the first use and said in the log. */
final class NativeLibrary {

	private NativeLibrary() {
	}

	static Products products() {
		return Chosen.PRODUCTS;
	}

	/** Initialised once, at the first use. */
	private static final class Chosen {

		private static final Products PRODUCTS = choose();

		/** oneDNN compiles for x86-64 only; elsewhere its products are slow. */
		private static Products choose() {
			System.Logger log = System.getLogger(NativeLibrary.class.getName());
			String platform = Loader.getPlatform();
			if (platform.endsWith("-x86_64")) {
				try {
					Products products = new OneDnnProducts();
					log.log(Level.INFO, "training computes products with " + products.name());
					return products;
				}
				catch (LinkageError ex) {
					log.log(Level.WARNING, "oneDNN cannot be loaded, training will be slower", ex);
				}
			}
			Products products = new OpenBlasProducts();
			log.log(Level.INFO,
					"training computes products with %s, as oneDNN is not for %s".formatted(products.name(), platform));
			return products;
		}

	}

}
