package io.charrnn.process;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What training has come to, to the bit. */
public final class Weights {

	private Weights() {
	}

	/**
	 * The SHA-256 of each entry of a model's archive but the program's own description,
	 * which names the job.
	 */
	public static Map<String, String> sha256(ServiceProcess service, String model)
			throws IOException, InterruptedException, NoSuchAlgorithmException {
		Map<String, String> hashes = new TreeMap<>();
		byte[] archive = service.getBytes("/api/v1/models/" + model + "/archive");
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				if (!entry.getName().equals("char-rnn.json")) {
					byte[] digest = MessageDigest.getInstance("SHA-256").digest(zip.readAllBytes());
					hashes.put(entry.getName(), HexFormat.of().formatHex(digest));
				}
			}
		}
		return hashes;
	}

}
