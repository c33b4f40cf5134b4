// The bars of what comes next.

import { $, bar, el } from './dom.js';
import { glyph, number, percent, spoken } from './format.js';

/** Says that the bars are those of another place. */
export function expectOthers() {
	$('next').classList.add('stale');
}

export function clear() {
	$('next').replaceChildren();
	$('next-facts').textContent = '';
}

/**
 * Draws a prediction.
 * @param prediction the service's
 * @param last the score of the character before the caret, or null
 * @param choose is told the character that somebody wants to go on with
 */
export function draw({ characters, entropy }, last, choose) {
	const buttons = () => [...$('next').querySelectorAll('button')];
	const focused = buttons().indexOf(document.activeElement);
	$('next').classList.remove('stale');
	$('next').replaceChildren(...characters.map((one) => el('li', {}, button(one, choose))));
	if (focused >= 0) {
		buttons()[Math.min(focused, characters.length - 1)]?.focus();
	}
	$('next-facts').textContent = `Entropy ${number(entropy)} nats: as undecided as among ${number(Math.exp(entropy))} equally likely characters.${surprise(last)}`;
}

function button({ character, probability }, choose) {
	const likely = percent(probability);
	return el('button', { type: 'button', onclick: () => choose(character) },
		el('span', { class: 'glyph', 'aria-hidden': 'true' }, glyph(character)), el('span', { class: 'unseen' }, `${spoken(character)}, `), bar(probability), el('span', { class: 'percent' }, likely));
}

function surprise(score) {
	return (score && score.surprisal !== null)
		? ` “${glyph(score.character)}” before it had ${percent(Math.exp(-score.surprisal))}, a surprisal of ${number(score.surprisal)} nats.` : '';
}
