// Text with colours behind its characters.

import { el } from './dom.js';

/**
 * Puts neighbours of the same colour together, so that long texts stay light.
 * @param characters each with its `character`
 * @param colourOf gives the class of a character, or '' for no colour
 */
export function runs(characters, colourOf) {
	const all = [];
	for (const one of characters) {
		const colour = colourOf(one);
		if (all.at(-1)?.colour === colour) {
			all.at(-1).text += one.character;
		}
		else {
			all.push({ colour, text: one.character });
		}
	}
	return all;
}

/** The same as nodes. */
export const coloured = (characters, colourOf) => runs(characters, colourOf)
	.map(({ colour, text }) => (colour === '') ? text : el('span', { class: colour }, text));

/** How many of some bounds a value reaches. */
export const reached = (bounds, value) => bounds.filter((least) => value >= least).length;

/** Samples of colours, by their classes. */
export const swatches = (colours) => colours.map((colour) => el('i', { class: colour }));
