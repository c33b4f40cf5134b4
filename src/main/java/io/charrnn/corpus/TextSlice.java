package io.charrnn.corpus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Cuts characters out of valid UTF-8. */
final class TextSlice {

	private static final int BUFFER_SIZE = 1 << 13;

	private TextSlice() {
	}

	/**
	 * Reads characters.
	 * @param in UTF-8; may begin within a character, which is left out
	 * @param skip characters to leave out at the beginning
	 * @param characters the most characters to read
	 * @return their UTF-8
	 */
	static byte[] read(InputStream in, long skip, int characters) throws IOException {
		ByteArrayOutputStream slice = new ByteArrayOutputStream();
		byte[] buffer = new byte[BUFFER_SIZE];
		long begun = 0;
		for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
			int start = read;
			int end = read;
			for (int position = 0; position < read && end == read; position++) {
				begun += Utf8.isFirst(buffer[position]) ? 1 : 0;
				if (begun > skip && start == read) {
					start = position;
				}
				if (begun > skip + characters) {
					end = position;
				}
			}
			slice.write(buffer, start, Math.max(0, end - start));
			if (end < read) {
				break;
			}
		}
		return slice.toByteArray();
	}

}
