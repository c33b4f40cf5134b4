package io.charrnn.model.product;

import java.lang.management.ManagementFactory;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * Multiplies and adds: with one rounding where the processor does it in one instruction,
 * else with two. {@link Math#fma} has one rounding everywhere, but takes a thousand times
 * as long where the processor cannot do it.
 */
public final class MultiplyAdd {

	/** Whether there is one rounding. Results depend on it. */
	public static final boolean FUSED = fused();

	private MultiplyAdd() {
	}

	/** Computes a b + c. */
	public static float of(float a, float b, float c) {
		return FUSED ? Math.fma(a, b, c) : a * b + c;
	}

	/** What the virtual machine found out about the processor. */
	private static boolean fused() {
		try {
			HotSpotDiagnosticMXBean diagnostics = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
			return Boolean.parseBoolean(diagnostics.getVMOption("UseFMA").getValue());
		}
		catch (IllegalArgumentException ex) {
			// another virtual machine, or one without the option
			return false;
		}
	}

}
