// Text with colors behind its characters.

import { el } from './dom.js';

/**
 * Puts neighbors of the same color together, so that long texts stay light.
 * @param characters each with its `character`
 * @param colorOf gives the class of a character, or '' for no color
 */
export function runs(characters, colorOf) {
	const all = [];
	for (const one of characters) {
		const color = colorOf(one);
		if (all.at(-1)?.color === color) {
			all.at(-1).text += one.character;
		}
		else {
			all.push({ color, text: one.character });
		}
	}
	return all;
}

/** The same as nodes. */
export const colored = (characters, colorOf) => runs(characters, colorOf)
	.map(({ color, text }) => (color === '') ? text : el('span', { class: color }, text));

/** How many of some bounds a value reaches. */
export const reached = (bounds, value) => bounds.filter((least) => value >= least).length;

/** Samples of colors, by their classes. */
export const swatches = (colors) => colors.map((color) => el('i', { class: color }));
