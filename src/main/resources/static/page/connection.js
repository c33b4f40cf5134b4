// Whether the service answers. While requests wait for it, the page says so and its numbers are gray.

import { $ } from './dom.js';

const waiting = new Set();

/** Too many requests; unavailable for now. */
const BUSY = new Set([429, 503]);

/**
 * Waits before a request is tried again, unless somebody does not want to wait.
 * @param quiet whether the page need not say so yet
 */
export async function wait(milliseconds, status, quiet, signal) {
	const entry = { due: Date.now() + milliseconds, status, quiet };
	waiting.add(entry);
	draw();
	try {
		await new Promise((resolve, reject) => {
			entry.now = resolve;
			setTimeout(resolve, milliseconds);
			signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
		});
	}
	catch (error) {
		waiting.delete(entry);
		draw();
		throw error;
	}
	return entry;
}

/** The request was answered, or nobody wants it any more. */
export function settled(entry, answered) {
	waiting.delete(entry);
	if (waiting.size === 0 && answered) {
		window.dispatchEvent(new Event('connection-back'));
	}
	draw();
}

let timer;

function draw() {
	clearInterval(timer);
	const waits = [...waiting].some(({ quiet }) => !quiet);
	const lost = [...waiting].some(({ status, quiet }) => !quiet && !BUSY.has(status));
	document.body.classList.toggle('lost', lost);
	$('connection').hidden = !waits;
	if (waits) {
		const words = lost ? 'The service does not respond. Numbers in gray may be out of date.' : 'The service is busy.';
		if ($('connection-words').textContent !== words) {
			$('connection-words').textContent = words;
		}
		countDown();
		timer = setInterval(countDown, 1000);
	}
}

function countDown() {
	const next = Math.min(...[...waiting].map(({ due }) => due));
	const seconds = Math.max(0, Math.ceil((next - Date.now()) / 1000));
	$('connection-next').textContent = (seconds > 0) ? `Retrying in ${seconds} s.` : 'Trying …';
}

$('connection-now').addEventListener('click', () => waiting.forEach((entry) => entry.now()));
