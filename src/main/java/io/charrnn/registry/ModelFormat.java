package io.charrnn.registry;

import org.springframework.http.MediaType;

/** What a model can be downloaded as. */
enum ModelFormat {

	/** The stored archive itself. */
	DL4J(new MediaType("application", "zip"), "zip"),

	/** For PyTorch. */
	SAFETENSORS(MediaType.APPLICATION_OCTET_STREAM, "safetensors"),

	/** For numpy. */
	NPZ(new MediaType("application", "zip"), "npz"),

	/** For ONNX Runtime. */
	ONNX(MediaType.APPLICATION_OCTET_STREAM, "onnx");

	private final MediaType mediaType;

	private final String suffix;

	ModelFormat(MediaType mediaType, String suffix) {
		this.mediaType = mediaType;
		this.suffix = suffix;
	}

	MediaType mediaType() {
		return this.mediaType;
	}

	boolean canBeImported() {
		return this == DL4J || this == SAFETENSORS;
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
