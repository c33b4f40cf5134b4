// Colors for how surprising characters are.

import { colored, reached, runs, swatches } from './heat.js';

/** Nats from which on a character has the next color. */
const STEPS = [0.3, 0.8, 1.5, 2.5, 4, 6];

const COLORS = ['', 's1', 's2', 's3', 's4', 's5', 's6'];

/** The surprisal of a text's first character may be null. */
const colorOf = ({ surprisal }) => COLORS[reached(STEPS, surprisal ?? 0)];

export const coloredBySurprisal = (characters) => colored(characters, colorOf);

const highlights = new Map(window.CSS.highlights ? COLORS.slice(1).map((color) => [color, new Highlight()]) : []);
highlights.forEach((highlight, color) => CSS.highlights.set(color, highlight));

/**
 * Shows a text that begins with some characters, and colors these. Highlights leave it as one node, which wraps like the
 * text area before it; among elements, roundings add up and now and then break a line elsewhere.
 */
export function highlight(node, text, characters) {
	if (highlights.size === 0) {
		const length = characters.reduce((sum, { character }) => sum + character.length, 0);
		node.replaceChildren(...coloredBySurprisal(characters), text.slice(length));
		return;
	}
	node.textContent = text;
	highlights.forEach((one) => one.clear());
	let at = 0;
	for (const { color, text: { length } } of runs(characters, colorOf)) {
		highlights.get(color)?.add(new StaticRange({
			startContainer: node.firstChild, startOffset: at, endContainer: node.firstChild, endOffset: at + length,
		}));
		at += length;
	}
}

/** What the colors mean, from expected to surprising. */
export const legend = () => ['expected ', ...swatches(COLORS), ' surprising'];
