// Files that the page gives.

import { el } from './dom.js';

/** Lets the browser keep a file. */
export function save(blob, name) {
	const address = URL.createObjectURL(blob);
	el('a', { href: address, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
