// The units that follow properties of a text.

import { bar, el } from './dom.js';
import { number } from './format.js';

const PROPERTIES = {
	insideQuotes: ['Quotations', 'from a quotation mark (") to the next'],
	linePosition: ['Position in the line', 'characters since the last line break'],
	bracketDepth: ['Open brackets', 'how many are open, of ( [ {'],
	upperCase: ['Capital letters', 'at a capital letter'],
};

export class Tracking {

	/** @param choose is told the layer and the unit that somebody wants to see */
	constructor(properties, choose) {
		this.properties = properties;
		this.node = el('section', { class: 'card', 'aria-labelledby': 'tracking-title' },
			el('h2', { id: 'tracking-title' }, 'Units that track something'),
			el('p', { class: 'soft' }, 'Each bar is the correlation of a unit’s hidden state with a property of the text, 1 or −1 for an exact match; in a short text, much of it is chance. Choose a unit to see it over the text.'),
			el('div', { class: 'properties' }, properties.map(({ property, units }) => {
				const [title, meaning] = PROPERTIES[property] ?? [property, ''];
				return el('div', {}, el('h3', {}, title, ' ', el('small', {}, meaning)), units.length > 0
					? el('ol', { class: 'bars units', 'aria-label': title }, units.map((unit) => el('li', {}, button(unit, choose))))
					: el('p', { class: 'soft' }, 'Nothing to track: it is constant in this text.'));
			})));
	}

	/** The unit that follows something best, or null. */
	first() {
		const best = this.properties.flatMap(({ units }) => units.slice(0, 1));
		return best.length === 0 ? null : best.reduce((one, other) => Math.abs(other.correlation) > Math.abs(one.correlation) ? other : one);
	}

	/** Marks the unit that is shown. */
	mark(layer, unit) {
		for (const one of this.node.querySelectorAll('button')) {
			one.setAttribute('aria-pressed', String(one.dataset.unit === `${layer}/${unit}`));
		}
	}

}

function button({ layer, unit, correlation }, choose) {
	return el('button', {
		type: 'button', 'data-unit': `${layer}/${unit}`, 'aria-pressed': 'false', onclick: () => choose(layer, unit),
	}, el('span', { 'aria-hidden': 'true' }, `${layer} / ${unit}`), el('span', { class: 'unseen' }, `Layer ${layer}, unit ${unit}, correlation `), bar(Math.abs(correlation), correlation > 0 ? 'positive' : 'negative'), el('span', { class: 'percent' }, number(correlation)));
}
