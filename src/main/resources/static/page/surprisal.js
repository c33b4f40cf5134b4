// Colours for how surprising characters are.

import { coloured, reached, runs, swatches } from './heat.js';

/** Nats from which on a character has the next colour. */
const STEPS = [0.3, 0.8, 1.5, 2.5, 4, 6];

const COLOURS = ['', 's1', 's2', 's3', 's4', 's5', 's6'];

/** The surprisal of a text's first character may be null. */
const colourOf = ({ surprisal }) => COLOURS[reached(STEPS, surprisal ?? 0)];

export const colouredBySurprisal = (characters) => coloured(characters, colourOf);

const highlights = new Map(window.CSS.highlights ? COLOURS.slice(1).map((colour) => [colour, new Highlight()]) : []);
highlights.forEach((highlight, colour) => CSS.highlights.set(colour, highlight));

/**
 * Shows a text that begins with some characters, and colours these. Highlights leave it as one node, which wraps like the
 * text area before it; among elements, roundings add up and now and then break a line elsewhere.
 */
export function highlight(node, text, characters) {
	if (highlights.size === 0) {
		const length = characters.reduce((sum, { character }) => sum + character.length, 0);
		node.replaceChildren(...colouredBySurprisal(characters), text.slice(length));
		return;
	}
	node.textContent = text;
	highlights.forEach((one) => one.clear());
	let at = 0;
	for (const { colour, text: { length } } of runs(characters, colourOf)) {
		highlights.get(colour)?.add(new StaticRange({
			startContainer: node.firstChild, startOffset: at, endContainer: node.firstChild, endOffset: at + length,
		}));
		at += length;
	}
}

/** What the colours mean, from expected to surprising. */
export const legend = () => ['expected ', ...swatches(COLOURS), ' surprising'];
