// Sends a file and tells how much of it has gone; fetch cannot.

import { headersOf, refusal, unreachable, url } from './api.js';

/**
 * Uploads a file.
 * @param progress is told the part that has gone, 0 to 1
 * @param signal cancels it
 */
export function upload(target, file, type, progress, signal) {
	return new Promise((resolve, reject) => {
		const request = new XMLHttpRequest();
		request.open('POST', url(target));
		for (const [name, value] of Object.entries(headersOf({}, type))) {
			request.setRequestHeader(name, value);
		}
		request.upload.addEventListener('progress', ({ loaded, total }) => progress(total > 0 ? loaded / total : 0));
		request.addEventListener('load', () => {
			const answer = parsed(request.responseText);
			if (request.status >= 200 && request.status < 300) {
				resolve(answer);
			}
			else {
				reject(refusal(request.status, answer, request.getResponseHeader('Retry-After')));
			}
		});
		request.addEventListener('error', () => reject(unreachable()));
		request.addEventListener('abort', () => reject(new DOMException('The upload was cancelled.', 'AbortError')));
		signal.addEventListener('abort', () => request.abort(), { once: true });
		request.send(file);
	});
}

function parsed(text) {
	try {
		return JSON.parse(text);
	}
	catch {
		return {};
	}
}
