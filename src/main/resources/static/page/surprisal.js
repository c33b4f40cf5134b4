// Colours for how surprising characters are.

import { el } from './dom.js';

/** Nats from which on a character has the next colour. */
const STEPS = [0.3, 0.8, 1.5, 2.5, 4, 6];

const colourOf = (surprisal) => STEPS.filter((least) => surprisal >= least).length;

/** Text as nodes; neighbours of the same colour are one, so that long texts stay light. */
export function coloured(characters) {
	const runs = [];
	for (const { character, surprisal } of characters) {
		const colour = (surprisal === null) ? 0 : colourOf(surprisal);
		if (runs.at(-1)?.colour === colour) {
			runs.at(-1).text += character;
		}
		else {
			runs.push({ colour, text: character });
		}
	}
	return runs.map(({ colour, text }) => (colour === 0) ? document.createTextNode(text) : el('span', { class: `s${colour}` }, text));
}

/** What the colours mean, from expected to surprising. */
export function legend() {
	return ['expected ', ...[0, 1, 2, 3, 4, 5, 6].map((colour) => el('i', { class: `s${colour}` })), ' surprising'];
}
