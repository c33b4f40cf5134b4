package io.charrnn.corpus;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Says in which encoding a text most likely is that is not UTF-8, or that seems to be but
 * is not: UTF-16 of an alphabetic script is UTF-8, too, of letters and control
 * characters. Encodings are called as iconv does.
 */
public final class Encodings {

	private static final String WESTERN = "WINDOWS-1252";

	/** Bytes of which the head of a long text tells enough. */
	private static final int ENOUGH = 1 << 16;

	/** Least share of one half of a text's bytes that is the high one of UTF-16. */
	private static final double MOST = 0.8;

	private static final IntPredicate CJK = (character) -> character >= 0x2010 && character < 0x2670
			|| character >= 0x3000 && character < 0x3100 || character >= 0x4E00 && character < 0xA000
			|| character >= 0xAC00 && character < 0xD7A4 || character >= 0xFF00 && character < 0xFFF0;

	private Encodings() {
	}

	/**
	 * Describes a text that is not UTF-8.
	 * @param bytes the text, or a part of it around what is wrong
	 * @param reason what is wrong with it as UTF-8
	 * @return 400, with the encoding and the cure if the encoding can be guessed
	 */
	public static Problem notUtf8(byte[] bytes, String reason) {
		Optional<String> guess = Stream.of(wide(bytes), cjkWide(bytes), narrow(bytes))
			.flatMap(Optional::stream)
			.findFirst();
		return guess
			.map((encoding) -> new MalformedException("invalid-utf8",
					"The text is not UTF-8: %s. It looks like %s; if it is, %s.".formatted(reason, encoding,
							cure(encoding)))
				.with("encoding", encoding))
			.orElseGet(() -> new MalformedException("invalid-utf8", "The text is not UTF-8: %s.".formatted(reason)));
	}

	/**
	 * Rejects a text in UTF-16 or UTF-32, with or without a byte order mark.
	 * @param bytes the text, or a part of it
	 * @param offset of the part in the text
	 */
	public static void refuseWide(byte[] bytes, long offset) {
		wide(bytes).ifPresent((encoding) -> {
			throw new MalformedException("invalid-utf8",
					"The text is %s%s, but must be UTF-8; %s.".formatted(encoding,
							(offset > 0) ? " from byte offset " + offset + " on" : "", cure(encoding)))
				.with("offset", offset)
				.with("encoding", encoding);
		});
	}

	/** How to make UTF-8 of an encoding. */
	static String cure(String encoding) {
		return "convert it first: iconv -f %s -t UTF-8 FILE".formatted(encoding);
	}

	private static Optional<String> wide(byte[] bytes) {
		if (begins(bytes, 0xFF, 0xFE, 0, 0) || hasWideUnits(bytes, 3, 2)) {
			return Optional.of("UTF-32LE");
		}
		if (begins(bytes, 0, 0, 0xFE, 0xFF) || hasWideUnits(bytes, 0, 1)) {
			return Optional.of("UTF-32BE");
		}
		if (begins(bytes, 0xFF, 0xFE) || areHigh(bytes, 1)) {
			return Optional.of("UTF-16LE");
		}
		return (begins(bytes, 0xFE, 0xFF) || areHigh(bytes, 0)) ? Optional.of("UTF-16BE") : Optional.empty();
	}

	private static boolean begins(byte[] bytes, int... mark) {
		for (int index = 0; index < mark.length; index++) {
			if (index == bytes.length || (bytes[index] & 0xFF) != mark[index]) {
				return false;
			}
		}
		return true;
	}

	/** Whether each unit of four bytes has 0 in one place and a plane in another. */
	private static boolean hasWideUnits(byte[] bytes, int zero, int plane) {
		int units = Math.min(bytes.length, ENOUGH) / 4;
		for (int unit = 0; unit < units; unit++) {
			int planes = bytes[4 * unit + plane];
			if (bytes[4 * unit + zero] != 0 || planes < 0 || planes > 0x10) {
				return false;
			}
		}
		return units > 1;
	}

	/**
	 * Whether most of every second byte are as the high ones of UTF-16 below U+2000, with
	 * controls among them that no text has.
	 */
	private static boolean areHigh(byte[] bytes, int first) {
		int units = Math.min(bytes.length, ENOUGH) / 2;
		int high = 0;
		int controls = 0;
		int otherControls = 0;
		for (int unit = 0; unit < units; unit++) {
			int octet = bytes[2 * unit + first];
			high += (octet >= 0 && octet < 0x20) ? 1 : 0;
			controls += isControl(octet) ? 1 : 0;
			otherControls += isControl(bytes[2 * unit + 1 - first]) ? 1 : 0;
		}
		return units > 1 && high >= MOST * units && controls >= 0.05 * units && otherControls < 0.5 * units;
	}

	private static boolean isControl(int octet) {
		return octet >= 0 && octet < 0x20 && (octet < '\t' || octet > '\r');
	}

	/** Ideographs have no zeros among their bytes, but line ends and spaces do. */
	private static Optional<String> cjkWide(byte[] bytes) {
		return Stream.of("UTF-16LE", "UTF-16BE")
			.filter((name) -> hasZero(bytes) && share(decode(bytes, name), Encodings::isCjkText) > 0.95)
			.findFirst();
	}

	private static boolean isCjkText(int character) {
		return character >= ' ' && character < 0x7F || character == '\n' || character == '\r' || CJK.test(character);
	}

	static boolean hasZero(byte[] bytes) {
		for (byte octet : bytes) {
			if (octet == 0) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What Mozilla's detector says, or else the commonest of Western Europe's if it can
	 * be that.
	 */
	private static Optional<String> narrow(byte[] bytes) {
		UniversalDetector detector = new UniversalDetector();
		detector.handleData(bytes, 0, Math.min(bytes.length, ENOUGH));
		detector.dataEnd();
		String name = Objects.requireNonNullElse(detector.getDetectedCharset(), WESTERN);
		if (Charset.isSupported(name) && isNarrow(name) && !isDense(bytes)) {
			name = WESTERN;
		}
		return decode(bytes, name).isEmpty() ? Optional.empty() : Optional.of(name);
	}

	private static boolean isNarrow(String name) {
		return Charset.forName(name).newDecoder().maxCharsPerByte() == 1
				&& Charset.forName(name).newEncoder().maxBytesPerChar() == 1;
	}

	/**
	 * Whether more bytes are not ASCII than are ASCII's letters, as of other alphabets.
	 */
	private static boolean isDense(byte[] bytes) {
		int foreign = 0;
		int letters = 0;
		for (byte octet : bytes) {
			foreign += (octet < 0) ? 1 : 0;
			letters += (octet > 0 && Character.isLetter(octet)) ? 1 : 0;
		}
		return foreign > letters;
	}

	/** Without a character that the end cuts; empty if it is not that encoding. */
	private static String decode(byte[] bytes, String name) {
		if (!Charset.isSupported(name)) {
			return "";
		}
		int length = Math.min(bytes.length, ENOUGH);
		CharBuffer text = CharBuffer.allocate(2 * length);
		CoderResult result = Charset.forName(name).newDecoder().decode(ByteBuffer.wrap(bytes, 0, length), text, false);
		return result.isError() ? "" : text.flip().toString();
	}

	private static double share(String text, IntPredicate which) {
		return text.isEmpty() ? 0 : (double) text.chars().filter(which).count() / text.length();
	}

}
