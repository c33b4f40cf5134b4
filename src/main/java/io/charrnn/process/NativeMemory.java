package io.charrnn.process;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

/**
 * Bounds the memory that JavaCPP lets native libraries have. By itself it would take the
 * Java heap's bound for that of native memory, and four times the heap's for that of the
 * process, so that a small heap would fail trainings for which the machine has room.
 */
public final class NativeMemory {

	static final String TRACKED = "org.bytedeco.javacpp.maxbytes";

	static final String PROCESS = "org.bytedeco.javacpp.maxphysicalbytes";

	private NativeMemory() {
	}

	/**
	 * Lets the process have nine tenths of the machine, or of the container if there is
	 * one: past that an allocation fails, and what needed it, where the kernel would end
	 * the process. Settings of the command line stay as they are. To be called before
	 * JavaCPP is used.
	 */
	public static void bound() {
		bound(ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
	}

	static void bound(long total) {
		setIfAbsent(TRACKED, "0");
		setIfAbsent(PROCESS, String.valueOf(total / 10 * 9));
	}

	private static void setIfAbsent(String property, String value) {
		if (System.getProperty(property) == null) {
			System.setProperty(property, value);
		}
	}

}
