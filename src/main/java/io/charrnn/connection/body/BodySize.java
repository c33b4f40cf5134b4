package io.charrnn.connection.body;

/** How large a request's body may be. */
public enum BodySize {

	/** As the service needs it for all but long texts. */
	SMALL,

	/** As long as JSON may be at all. */
	LONG,

	/** Read in bounded memory, up to a bound of its own. */
	STREAMED

}
