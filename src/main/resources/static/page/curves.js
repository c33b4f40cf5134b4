// The curves of a training.

import { Chart } from './chart.js';
import { el } from './dom.js';
import { count, loss, number } from './format.js';

/** Points beyond which the service is asked to put some together. */
const MOST_POINTS = 2000;

const SYNC = 'training';

export class Curves {

	constructor(node, expectation) {
		this.points = [];
		this.expectation = expectation;
		this.key = el('ul', { class: 'keys', 'aria-hidden': 'true' });
		const lossNode = el('div');
		const small = [
			['Learning rate', 'learningRate', 'The step size of each update.', false],
			['Gradient norm', 'gradientNorm', 'The norm before clipping; the band shows the maximum.', true],
			['Characters/s', 'charactersPerSecond', 'Characters trained per second.', false],
		].map(([title, field, sentence, highest]) => ({ title, field, sentence, highest, node: el('div'), value: el('b') }));
		node.replaceChildren(el('h2', {}, 'Optimization'),
			el('figure', {}, this.key, lossNode, el('figcaption', {},
				'Loss in nats per character over iterations: how surprised the network is by each next character, so lower is better. Where the validation line turns up while training falls on, it has begun to learn by heart. Dashed lines show what counting n characters reaches on the same text.')),
			el('div', { class: 'multiples' }, small.map((one) => el('figure', {}, el('h3', {}, one.title, ' ', one.value), one.node, el('figcaption', {}, one.sentence)))));
		const onCursor = (index) => this.drawKey(this.points[index]);
		this.loss = new Chart(lossNode, {
			title: 'Loss', x: 'iterations', y: 'nats per character', height: 310, key: SYNC, onCursor, marks: () => this.marks(),
			lines: [
				{ name: 'training', color: 'train', band: [2, 3] }, {}, {},
				{ name: 'validation', color: 'validation', points: true },
			],
		});
		this.small = small.map((one) => ({
			...one, chart: new Chart(one.node, {
				title: one.title, x: 'iterations', height: 140, key: SYNC, zero: true,
				lines: one.highest ? [{ name: one.title, color: 'accent', band: [3, 2] }, {}, {}] : [{ name: one.title, color: 'accent' }],
			}),
		}));
	}

	/** Shows the curves up to a point, and what has come after it meanwhile. */
	begin(points) {
		const last = points.at(-1)?.iteration ?? -Infinity;
		this.points = [...points, ...this.points.filter((point) => point.iteration > last)];
	}

	/** Adds a metric; where a job went on from a checkpoint, it takes the place of what came after. */
	add(metric) {
		while (this.points.length > 0 && this.points.at(-1).iteration >= metric.iteration) {
			this.points.pop();
		}
		this.points.push({
			...metric, lowestTrainingLoss: metric.trainingLoss, highestTrainingLoss: metric.trainingLoss, highestGradientNorm: metric.gradientNorm,
		});
	}

	full() {
		return this.points.length > MOST_POINTS;
	}

	empty() {
		return this.points.length === 0;
	}

	draw() {
		const of = (field) => this.points.map((point) => point[field]);
		const x = of('iteration');
		this.loss.set([x, of('trainingLoss'), of('highestTrainingLoss'), of('lowestTrainingLoss'), of('validationLoss')]);
		for (const one of this.small) {
			const values = of(one.field);
			one.chart.set(one.highest ? [x, values, values, of('highestGradientNorm')] : [x, values]);
			one.value.textContent = number(values.at(-1));
		}
		this.drawKey();
	}

	/** What the lines are, with the values at the cursor or else the last ones. */
	drawKey(hovered) {
		const last = hovered ?? this.points.at(-1);
		if (!last) {
			return;
		}
		const validated = hovered ?? this.points.findLast((point) => point.validationLoss !== null);
		const item = (kind, name, value) => el('li', { class: kind }, `${name} `, el('b', {}, value));
		this.key.replaceChildren(item('train', 'training', loss(last.trainingLoss)), item('validation', 'validation', loss(validated?.validationLoss)),
			...(this.marks().length > 0 ? [el('li', { class: 'count' }, 'n-grams')] : []), el('li', { class: 'plain' }, `iteration ${count(last.iteration)}`));
	}

	marks() {
		return this.expectation().map(({ order, loss: value }) => ({ name: `${order}-gram`, label: `${order}-gram ${loss(value)}`, value }))
			.sort((one, other) => other.value - one.value);
	}

	destroy() {
		this.loss.destroy();
		this.small.forEach((one) => one.chart.destroy());
	}

}
