// Text with colours behind its characters.

import { el } from './dom.js';

/**
 * Text as nodes; neighbours of the same colour are one, so that long texts stay light.
 * @param characters each with its `character`
 * @param colourOf gives the class of a character, or '' for no colour
 */
export function coloured(characters, colourOf) {
	const runs = [];
	for (const one of characters) {
		const colour = colourOf(one);
		if (runs.at(-1)?.colour === colour) {
			runs.at(-1).text += one.character;
		}
		else {
			runs.push({ colour, text: one.character });
		}
	}
	return runs.map(({ colour, text }) => (colour === '') ? text : el('span', { class: colour }, text));
}

/** How many of some bounds a value reaches. */
export const reached = (bounds, value) => bounds.filter((least) => value >= least).length;

/** Samples of colours, by their classes. */
export const swatches = (colours) => colours.map((colour) => el('i', { class: colour }));
