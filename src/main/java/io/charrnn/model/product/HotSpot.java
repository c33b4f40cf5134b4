package io.charrnn.model.product;

import java.lang.management.ManagementFactory;

import com.sun.management.HotSpotDiagnosticMXBean;

/** What the virtual machine was started with, or found out about the processor. */
final class HotSpot {

	private HotSpot() {
	}

	/**
	 * The value of an option.
	 * @param otherwise its value for another virtual machine, or one without the option
	 */
	static String option(String name, String otherwise) {
		try {
			HotSpotDiagnosticMXBean diagnostics = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
			return diagnostics.getVMOption(name).getValue();
		}
		catch (IllegalArgumentException ex) {
			return otherwise;
		}
	}

}
