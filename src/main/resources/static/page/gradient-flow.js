// How far back gradients reach, for several models side by side.

import { Action } from './action.js';
import { get, isAbort, path } from './api.js';
import { Chart } from './chart.js';
import { el } from './dom.js';
import { count, number } from './format.js';

const LINES = [{ color: 'train' }, { color: 'validation', dash: [7, 4] }, { color: 'third', dash: [2, 3] }];

const CELLS = ['RNN', 'LSTM', 'GRU'];

/** What the service reads at most, and what goes into an address. */
const MOST_CHARACTERS = 1000;

const MOST_BYTES = 6000;

export class GradientFlow {

	constructor(text) {
		this.text = beginning(text);
		this.flows = new Map();
		this.ending = new AbortController();
		this.choices = LINES.map((line, index) => el('select', { 'aria-label': `Model of line ${index + 1}`, onchange: () => this.measure() }));
		this.problem = el('p', { class: 'problem', role: 'alert', hidden: true });
		this.measuring = new Action(this.problem);
		this.keys = el('ul', { class: 'keys' });
		this.plot = el('div');
		this.hint = el('p', { class: 'soft', hidden: true }, 'To compare cells, ', el('a', { href: '#train' }, 'train'),
			' on the same text with another cell (RNN, LSTM, GRU) under “All settings”.');
		this.caption = el('figcaption');
		this.node = el('section', { class: 'card', 'aria-labelledby': 'flow-title' },
			el('h2', { id: 'flow-title' }, 'How far back gradients reach'),
			el('div', { class: 'row' }, this.choices), this.problem, el('figure', {}, this.keys, this.plot, this.caption), this.hint);
	}

	/** Offers the models, and compares the one that is looked at with the newest of other cells that learned the same text: others may not know its characters. */
	async open(reference) {
		const { items } = await get('models?limit=500', { signal: this.ending.signal });
		const models = items.map(described);
		if (!models.some((model) => model.reference === reference)) {
			models.unshift(described(await get(path`models/${reference}`, { signal: this.ending.signal })));
		}
		const looked = models.find((model) => model.reference === reference);
		const alike = [looked, ...models.filter(({ text }) => text !== undefined && text === looked.text)];
		this.choices.forEach((choice, index) => {
			choice.append(el('option', { value: '' }, 'none'), ...models.map((model) => el('option', { value: model.reference }, `${model.reference} (${model.cell})`)));
			choice.value = alike.find((model) => model.cell === CELLS[index])?.reference ?? '';
		});
		this.hint.hidden = CELLS.every((cell) => alike.some((model) => model.cell === cell));
		await this.measure();
	}

	close() {
		this.ending.abort();
		this.chart?.destroy();
	}

	/** Asks for what is not known yet, one after the other, as the service does one at a time. */
	async measure() {
		this.measuring.begin();
		for (const reference of this.chosen()) {
			if (!this.flows.has(reference)) {
				await this.ask(reference);
			}
		}
		if (!this.ending.signal.aborted) {
			this.draw();
		}
	}

	chosen() {
		return this.choices.map((choice) => choice.value).filter((reference) => reference !== '');
	}

	async ask(reference) {
		try {
			const { signal } = this.ending;
			this.flows.set(reference, await get(path`models/${reference}/gradient-flow` + `?text=${encodeURIComponent(this.text)}`, { signal }));
		}
		catch (error) {
			if (!isAbort(error)) {
				this.measuring.refuse({ message: `${reference}: ${error.message}` });
			}
		}
	}

	draw() {
		const shown = this.shown();
		this.chart?.destroy();
		this.chart = null;
		this.plot.hidden = this.caption.hidden = shown.length === 0;
		this.drawKeys(shown, null);
		if (shown.length === 0) {
			return;
		}
		this.chart = new Chart(this.plot, {
			title: 'Norm of the gradient', x: 'characters back', height: 280, log: true, onCursor: (lag) => this.drawKeys(shown, lag ?? null),
			lines: shown.map(({ reference, color, dash }) => ({ name: reference, color, dash })),
		});
		const lags = [...Array(Math.max(...shown.map(({ norms }) => norms.length))).keys()];
		this.chart.set([lags, ...shown.map(({ norms }) => lags.map((lag) => (norms[lag] > 0) ? norms[lag] : null))]);
		this.caption.textContent = `How much a prediction’s loss depends on the hidden state that many characters back (the norm of the gradient, on a logarithmic scale, in the layer under the output): a line that falls steeply is a vanishing gradient, one that rises an exploding one. Mean over ${count(shown[0].flow.positions)} predictions in the first ${count(shown[0].flow.characters)} characters of the text.`;
	}

	/** The chosen models whose flow is known, with that of the layer under the output. */
	shown() {
		return this.choices.map((choice, index) => ({ ...LINES[index], index, reference: choice.value, flow: this.flows.get(choice.value) }))
			.filter(({ flow }) => flow)
			.map((line) => {
				const { hiddenNorms: norms, factor } = line.flow.layers.at(-1);
				return { ...line, norms, factor };
			});
	}

	drawKeys(shown, lag) {
		this.keys.replaceChildren(...shown.map(({ reference, index, factor, norms }) => el('li', { class: `line-${index + 1}` }, `${reference} `,
			...(lag === null ? [el('b', {}, `× ${number(factor)}`), ' a character'] : [el('b', {}, number(norms[lag])), ` ${count(lag)} back`]))));
	}

}

const described = ({ reference, architecture, provenance }) => ({ reference, cell: architecture.cell, text: provenance.corpus?.sha256 });

function beginning(text) {
	let characters = [...text].slice(0, MOST_CHARACTERS);
	while (encodeURIComponent(characters.join('')).length > MOST_BYTES) {
		characters = characters.slice(0, Math.floor(characters.length * 0.9));
	}
	return characters.join('');
}
