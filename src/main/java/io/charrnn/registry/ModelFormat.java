package io.charrnn.registry;

import org.springframework.http.MediaType;

/** What a model can be downloaded as. */
enum ModelFormat {

	/** The stored archive itself. */
	DL4J(new MediaType("application", "zip"), "zip", 0),

	/** For PyTorch. */
	SAFETENSORS(MediaType.APPLICATION_OCTET_STREAM, "safetensors", 1),

	/** For numpy. */
	NPZ(new MediaType("application", "zip"), "npz", 1),

	/** For ONNX Runtime. The graph has the weights again, one tensor of them twice. */
	ONNX(MediaType.APPLICATION_OCTET_STREAM, "onnx", 3);

	private final MediaType mediaType;

	private final String suffix;

	private final int copies;

	ModelFormat(MediaType mediaType, String suffix, int copies) {
		this.mediaType = mediaType;
		this.suffix = suffix;
		this.copies = copies;
	}

	MediaType mediaType() {
		return this.mediaType;
	}

	boolean canBeImported() {
		return this == DL4J || this == SAFETENSORS;
	}

	/** How often the weights are in memory at once while they are written. */
	int copies() {
		return this.copies;
	}

	/** Of a file's name. */
	String suffix() {
		return this.suffix;
	}

	/** What tells a model in this format from others, given its archive's SHA-256. */
	String entityTag(String archiveSha256) {
		return (this == DL4J) ? archiveSha256 : archiveSha256 + "-" + this.suffix;
	}

}
