// How long to wait before a request is tried again.

/** Statuses that pass: too many requests, and a service that is away, starting or busy. 0 is no answer at all. */
const PASSING = new Set([0, 429, 502, 503, 504]);

const FIRST_MILLIS = 500;

const MOST_MILLIS = 15_000;

export const passes = (status) => PASSING.has(status);

/**
 * Twice as long each time, up to a bound; never shorter than the service asks for.
 * @param attempt from 0 on
 * @param retryAfter seconds that the service asked for, or null
 * @param random from 0 to 1, so that not all pages come at once
 */
export function waitMillis(attempt, retryAfter = null, random = Math.random()) {
	const backedOff = Math.min(MOST_MILLIS, FIRST_MILLIS * 2 ** attempt) * (0.75 + random / 4);
	return Math.round(Math.max(backedOff, (retryAfter ?? 0) * 1000));
}
