package io.charrnn.connection.body;

/** Maximum size of a request's body. */
public enum BodySize {

	/** As the service needs it for all but long texts. */
	SMALL,

	/** As long as JSON may be at all. */
	LONG,

	/** Read in bounded memory, up to a bound of its own. */
	STREAMED

}
