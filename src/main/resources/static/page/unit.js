// What one unit does while a text is read.

import { Action } from './action.js';
import { isAbort, path, post } from './api.js';
import { el } from './dom.js';
import { count, number, spoken } from './format.js';
import { colored, reached, swatches } from './heat.js';

/** Of |h|, from which on a character has the next color. */
const STEPS = [0.1, 0.25, 0.4, 0.55, 0.7, 0.85];

const POSITIVE = ['', 's1', 's2', 's3', 's4', 's5', 's6'];

const NEGATIVE = ['', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'];

/** Characters that are quoted before the one that is meant. */
const BEFORE = 12;

export class Unit {

	constructor(model, architecture, request) {
		this.model = model;
		this.request = request;
		this.asking = new AbortController();
		this.onChoice = () => {};
		const { layers, hiddenSize } = architecture;
		this.layer = el('select', { id: 'unit-layer' }, Array.from({ length: layers }, (_, layer) => el('option', { value: layer }, layerName(layer, layers))));
		this.number = el('input', { id: 'unit-number', type: 'number', min: 0, max: hiddenSize - 1, step: 1, value: 0 });
		const asked = () => this.choose(Number(this.layer.value), Number(this.number.value));
		this.layer.addEventListener('change', asked);
		this.number.addEventListener('input', () => this.number.value !== '' && asked());
		this.problem = el('p', { class: 'problem', role: 'alert', hidden: true });
		this.reading = new Action(this.problem);
		this.text = el('pre', { class: 'heat', tabIndex: 0, role: 'group', 'aria-labelledby': 'unit-title' });
		this.words = el('p', { class: 'soft', role: 'status' });
		this.node = el('section', { class: 'card', 'aria-labelledby': 'unit-title' },
			el('h2', { id: 'unit-title' }, 'One unit over the text'),
			el('div', { class: 'row' }, el('label', { htmlFor: 'unit-layer' }, 'Layer'), this.layer,
				el('label', { htmlFor: 'unit-number' }, `Unit, 0 to ${count(hiddenSize - 1)}`), this.number),
			this.problem,
			el('figure', {}, this.text, el('p', { class: 'legend', 'aria-hidden': 'true' }, legend()), this.words,
				el('figcaption', {}, 'Each character is colored by the unit’s hidden state h just after reading it: orange for positive, blue for negative, none near 0.')));
	}

	/** Shows a unit of a layer; both count from 0. */
	async choose(layer, unit) {
		this.asking.abort();
		this.asking = new AbortController();
		this.layer.value = layer;
		if (Number(this.number.value) !== unit) {
			this.number.value = unit;
		}
		try {
			const { characters } = await post(path`models/${this.model}/activations`, { ...this.request, layer, units: [unit] }, { signal: this.asking.signal });
			this.reading.begin();
			this.draw(characters.map(({ character, hidden: [value] }) => ({ character, value })));
			this.onChoice(layer, unit);
		}
		catch (error) {
			if (!isAbort(error)) {
				this.text.replaceChildren();
				this.words.textContent = '';
				this.reading.refuse(error);
			}
		}
	}

	draw(characters) {
		this.text.replaceChildren(...colored(characters, ({ value }) => (value > 0 ? POSITIVE : NEGATIVE)[reached(STEPS, Math.abs(value))]));
		const by = (better) => characters.reduce((best, one, index) => better(one.value, characters[best].value) ? index : best, 0);
		this.words.textContent = `Highest at ${place(characters, by((one, other) => one > other))}, lowest at ${place(characters, by((one, other) => one < other))}.`;
	}

}

function layerName(layer, layers) {
	const where = (layers === 1) ? 'the only one' : (layer === 0) ? 'reads the text' : (layer === layers - 1) ? 'under the output' : null;
	return where ? `${layer} (${where})` : layer;
}

const legend = () => ['−1 ', ...swatches([...NEGATIVE.toReversed(), ...POSITIVE.slice(1)]), ' 1'];

/** A character and what stands before it, with the unit's value there. */
function place(characters, index) {
	const before = characters.slice(Math.max(0, index - BEFORE), index).map(({ character }) => character).join('').replace(/\s+/g, ' ');
	const { character, value } = characters[index];
	return `“${spoken(character)}”${before.trim() ? ` after “${before}”` : ''} (${number(value)})`;
}
