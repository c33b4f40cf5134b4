package io.charrnn.process;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/** A setting that the service does not have. */
class UnknownSettingException extends RuntimeException {

	private final String name;

	private final String similar;

	/**
	 * Names a setting, and the one whose name begins most like it.
	 * @param known all settings that there are
	 */
	UnknownSettingException(String name, Collection<String> known) {
		super(name + " is not a setting of this service");
		this.name = name;
		this.similar = known.stream().max(Comparator.comparingInt((other) -> commonPrefix(name, other))).orElseThrow();
	}

	private static int commonPrefix(String a, String b) {
		int difference = Arrays.mismatch(a.toCharArray(), b.toCharArray());
		return (difference < 0) ? a.length() : difference;
	}

	String name() {
		return this.name;
	}

	String similar() {
		return this.similar;
	}

}
