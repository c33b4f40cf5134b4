// The service's API. Errors are those that it answers with, in its own words.

import { passes, waitMillis } from './backoff.js';
import * as connection from './connection.js';
import { pause } from './dom.js';

const BASE = new URL('api/v1/', document.baseURI);

const KEY = 'api-key';

/** An answer that is no success. */
export class Problem extends Error {

	constructor(status, document, retryAfter = null) {
		super(document.detail ?? document.title ?? `The service answered with status ${status}.`);
		this.status = status;
		this.field = document.field;
		this.document = document;
		this.retryAfter = retryAfter;
	}

}

/** Whether an error only says that nobody waits for the answer any more. */
export const isAbort = (error) => error?.name === 'AbortError';

/** Whether an error says that the request needs an API key, or another one. */
export const wantsKey = (error) => error?.status === 401;

/** Whether somebody has given an API key. */
export const hasKey = () => sessionStorage.getItem(KEY) !== null;

/** Uses a key until the tab is closed; null for none. */
export function useKey(key) {
	if (key === null) {
		sessionStorage.removeItem(KEY);
	}
	else {
		sessionStorage.setItem(KEY, key);
	}
}

export const url = (path) => new URL(path, BASE).href;

/** A path with its parts escaped. */
export const path = (strings, ...parts) => String.raw({ raw: strings }, ...parts.map(encodeURIComponent));

/** What a request says of itself. */
export function headersOf(given, type) {
	return {
		Accept: 'application/json', ...given,
		...(hasKey() ? { Authorization: `Bearer ${sessionStorage.getItem(KEY)}` } : {}), ...(type ? { 'Content-Type': type } : {}),
	};
}

/**
 * Sends a request. One that changes nothing is sent again, after longer and longer, until it is answered.
 * @param options body, type, headers, signal; `safe` for a POST that changes nothing
 */
export async function send(method, target, options = {}) {
	const safe = options.safe ?? method === 'GET';
	let entry = null;
	for (let attempt = 0; ; attempt++) {
		try {
			const response = await once(method, target, options);
			connection.settled(entry, entry !== null);
			if (!safe) {
				window.dispatchEvent(new Event('changed'));
			}
			return response;
		}
		catch (error) {
			if (!safe || !passes(error.status)) {
				connection.settled(entry, entry !== null && error.status > 0);
				throw error;
			}
			connection.settled(entry, false);
			entry = await connection.wait(waitMillis(attempt, error.retryAfter), error.status, attempt === 0, options.signal);
		}
	}
}

async function once(method, target, { body, type, headers = {}, signal, keepalive }) {
	let response;
	try {
		response = await fetch(url(target), { method, body, headers: headersOf(headers, type), signal, keepalive });
	}
	catch (error) {
		if (isAbort(error)) {
			throw error;
		}
		throw unreachable();
	}
	const workspace = response.headers.get('OpenAI-Project');
	if (workspace) {
		window.dispatchEvent(new CustomEvent('workspace', { detail: workspace }));
	}
	if (!response.ok) {
		throw refusal(response.status, await response.json().catch(unlessAborted), response.headers.get('Retry-After'));
	}
	return response;
}

/** An answer that is no JSON says nothing; one that nobody waits for any more is no answer. */
function unlessAborted(error) {
	if (isAbort(error)) {
		throw error;
	}
	return {};
}

export const unreachable = () => new Problem(0, { type: 'urn:char-rnn:problem:unreachable', detail: 'The service cannot be reached. Is it still running?' });

/** What the service's refusal is; where it wants a key, the page asks for it. */
export function refusal(status, document, retryAfter = null) {
	const problem = new Problem(status, document, Number(retryAfter) || null);
	if (wantsKey(problem)) {
		window.dispatchEvent(new CustomEvent('key-wanted', { detail: problem }));
	}
	return problem;
}

export const get = async (target, options) => (await send('GET', target, options)).json();

export const getText = async (target) => (await send('GET', target, { headers: { Accept: 'text/plain' } })).text();

export const remove = (target) => send('DELETE', target);

export async function post(target, json, options = {}) {
	const body = (json !== undefined) ? { body: JSON.stringify(json), type: 'application/json' } : {};
	return (await send('POST', target, { ...body, ...options })).json();
}

export const put = (target, json) => send('PUT', target, { body: JSON.stringify(json), type: 'application/json' });

/** Posts and reads the answer's server-sent events as they come. */
export async function* stream(target, json, signal) {
	const response = await send('POST', target, {
		body: JSON.stringify(json), type: 'application/json', headers: { Accept: 'text/event-stream' }, signal,
	});
	yield* events(response);
}

/** Reads a stream of events, and connects again where it breaks, until the service says that there are no more. */
export async function* follow(target, after, signal) {
	let last = after;
	while (!signal.aborted) {
		try {
			const response = await send('GET', target, {
				headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(last) }, signal,
			});
			if (response.status === 204) {
				return;
			}
			for await (const event of events(response)) {
				last = event.id ?? last;
				yield event;
			}
		}
		catch (error) {
			if (isAbort(error) || error instanceof Problem) {
				throw error;
			}
		}
		await pause(1000);
	}
}

async function* events(response) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	let waiting = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) {
			return;
		}
		waiting += value;
		const blocks = waiting.split('\n\n');
		waiting = blocks.pop();
		for (const block of blocks) {
			const event = parse(block);
			if (event) {
				yield event;
			}
		}
	}
}

function parse(block) {
	const fields = {};
	for (const line of block.split('\n')) {
		const colon = line.indexOf(':');
		if (colon > 0) {
			fields[line.slice(0, colon)] = line.slice(colon + 1).replace(/^ /, '');
		}
	}
	return fields.data ? { id: fields.id, type: fields.event, data: JSON.parse(fields.data) } : null;
}
