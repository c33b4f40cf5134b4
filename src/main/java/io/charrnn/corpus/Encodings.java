package io.charrnn.corpus;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

import io.charrnn.problem.MalformedException;
import io.charrnn.problem.Problem;

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

	/** Least share of characters that must make sense. */
	private static final double SENSIBLE = 0.9;

	private static final IntPredicate CJK = (character) -> character >= 0x2010 && character < 0x2670
			|| character >= 0x3000 && character < 0x3100 || character >= 0x4E00 && character < 0xA000
			|| character >= 0xAC00 && character < 0xD7A4 || character >= 0xFF00 && character < 0xFFF0;

	private static final IntPredicate KANA = (character) -> character > 0x3040 && character < 0x3100;

	private static final IntPredicate HANGUL = (character) -> character >= 0xAC00 && character < 0xD7A4;

	private static final IntPredicate CYRILLIC = (character) -> character >= 0x400 && character < 0x460
			|| "\u00A0\u00A7\u00AB\u00B0\u00B7\u00BB\u2013\u2014\u2018\u2019\u201C\u201D\u201E\u2022\u2026\u2116"
				.indexOf(character) >= 0;

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
	 * Refuses a text in UTF-16 or UTF-32, with or without a byte order mark.
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

	private static Optional<String> narrow(byte[] bytes) {
		if (!isDense(bytes)) {
			return decode(bytes, WESTERN).isEmpty() ? Optional.empty() : Optional.of(WESTERN);
		}
		Map<String, Double> scores = new LinkedHashMap<>();
		for (String name : List.of("SHIFT_JIS", "EUC-JP")) {
			String text = foreign(decode(bytes, name));
			scores.put(name, (share(text, KANA) > 0.1) ? share(text, CJK) : 0);
		}
		scores.put("EUC-KR", share(foreign(decode(bytes, "EUC-KR")), HANGUL));
		for (String name : List.of("WINDOWS-1251", "KOI8-R")) {
			String text = foreign(decode(bytes, name));
			boolean lower = text.codePoints().filter(Character::isLowerCase).count() * 2 > text.length();
			scores.put(name, lower ? share(text, CYRILLIC) : 0);
		}
		for (String name : List.of("GB18030", "BIG5")) {
			scores.put(name, share(foreign(decode(bytes, name)), CJK) * commonLeads(bytes, name));
		}
		return scores.entrySet()
			.stream()
			.filter((score) -> score.getValue() >= SENSIBLE)
			.max(Map.Entry.comparingByValue())
			.map(Map.Entry::getKey);
	}

	/**
	 * Whether more bytes are not ASCII than are ASCII's letters, most of them side by
	 * side.
	 */
	private static boolean isDense(byte[] bytes) {
		int foreign = 0;
		int beside = 0;
		int letters = 0;
		for (int index = 0; index < bytes.length; index++) {
			boolean pair = index > 0 && bytes[index - 1] < 0 || index + 1 < bytes.length && bytes[index + 1] < 0;
			foreign += (bytes[index] < 0) ? 1 : 0;
			beside += (bytes[index] < 0 && pair) ? 1 : 0;
			letters += (bytes[index] > 0 && Character.isLetter(bytes[index])) ? 1 : 0;
		}
		return beside > 0.7 * foreign && foreign > letters;
	}

	/**
	 * The share of pairs whose first byte is that of a common ideograph or of
	 * punctuation.
	 */
	private static double commonLeads(byte[] bytes, String name) {
		boolean big5 = name.equals("BIG5");
		int pairs = 0;
		int common = 0;
		for (int index = 0; index + 1 < bytes.length; index++) {
			int lead = bytes[index] & 0xFF;
			if (lead >= 0x80) {
				int trail = bytes[++index] & 0xFF;
				pairs++;
				boolean usual = big5 ? lead >= 0xA1 && lead <= 0xC6
						: (lead >= 0xB0 && lead <= 0xD7 || lead <= 0xA3) && trail > 0xA0;
				common += usual ? 1 : 0;
			}
		}
		return (pairs == 0) ? 0 : (double) common / pairs;
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

	private static String foreign(String text) {
		return text.replaceAll("\\p{ASCII}+", "");
	}

	private static double share(String text, IntPredicate which) {
		return text.isEmpty() ? 0 : (double) text.chars().filter(which).count() / text.length();
	}

}
