package io.charrnn.process;

import java.util.Locale;

import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.util.unit.DataSize;

/** The disk has no space left, or soon would not. */
public class DiskFullException extends NonTransientDataAccessResourceException {

	/**
	 * Describes what there is no room for.
	 * @param bytes to be stored
	 * @param kept room that must be left
	 */
	public DiskFullException(long bytes, DataSize kept) {
		super(String.format(Locale.ROOT,
				"storing %,d bytes would leave less than %s on the disk (charrnn.content.keep-free)", bytes, kept));
	}

}
