// What a model makes of a text.

import { Action } from './action.js';
import { get, getText, isAbort, path, post } from './api.js';
import { $, bar, el } from './dom.js';
import { count, loss, number, percent } from './format.js';
import { GradientFlow } from './gradient-flow.js';
import { fillModels, withModel } from './models-list.js';
import { coloredBySurprisal, legend } from './surprisal.js';
import { Tracking } from './tracking.js';
import { Unit } from './unit.js';

const SPARE_TEXT = 'She said: "This is a text to try. Does it know how a quotation ends?"\nA line break comes here,\nand there.\n';

/** What one sees of a text at a glance, and what a gradient flow takes. */
const CHARACTERS = 1000;

/** Whether the text is one that the page proposes. */
let proposed = true;

let looking = new AbortController();

let flow = null;

const reading = new Action($('look-problem'), (name) => ({ text: $('look-text'), labels: $('look-labels') })[name] ?? null);

const model = () => $('look-model').value;

export async function show(reference) {
	const before = model();
	await fillModels($('look-model'), reference);
	const none = model() === '';
	$('inside').hidden = none;
	if (none) {
		$('insights').replaceChildren(el('div', { class: 'card empty' },
			el('p', {}, 'There is no model yet. ', el('a', { href: '#train' }, 'Train one'), '; you can look inside while it trains.')));
	}
	else if (model() !== before || $('insights').children.length === 0) {
		await change();
	}
}

async function change() {
	if (proposed) {
		await propose();
	}
	await look();
}

/** Takes a piece of the model's own text that was kept for validation. */
async function propose() {
	const { text, from } = await pieceOf(model()).catch(() => ({ text: SPARE_TEXT, from: 'A text to try.' }));
	$('look-text').value = text;
	$('look-from').textContent = from;
}

async function pieceOf(reference) {
	const { provenance } = await get(path`models/${reference}`);
	const { id, name } = provenance.corpus;
	const { documents } = await get(path`corpora/${id}`);
	if (documents) {
		// What stands between documents is no character that the model knows.
		const { items } = await get(path`corpora/${id}/documents` + '?limit=100');
		const longest = items.reduce((one, other) => other.text.length > one.text.length ? other : one).text;
		return { text: [...longest].slice(0, CHARACTERS).join(''), from: `A document of ${name}. Write or paste any other.` };
	}
	const kept = provenance.validationCharacters >= CHARACTERS;
	const from = kept ? provenance.trainingCharacters : 0;
	const text = await getText(path`corpora/${id}/text` + `?from=${from}&characters=${CHARACTERS}`);
	return {
		text: kept ? text.slice(text.indexOf('\n') + 1) : text,
		from: kept ? `From the part of ${name} that was held out from training. Type or paste any other text.` : `The beginning of ${name}. Type or paste any other text.`,
	};
}

async function look(event) {
	event?.preventDefault();
	looking.abort();
	looking = new AbortController();
	const { signal } = looking;
	reading.begin();
	$('look-status').textContent = 'Looking …';
	try {
		const request = { text: $('look-text').value, unknownCharacters: $('look-skip').checked ? 'skip' : 'error' };
		await draw(await withModel($('look-model'), (reference) => read(reference, request, signal)), signal);
	}
	catch (error) {
		if (!isAbort(error)) {
			$('look-status').textContent = '';
			reading.refuse(error);
		}
	}
}

async function read(reference, request, signal) {
	const labels = $('look-labels').checked ? { labels: 'all' } : {};
	const [{ scores: [score] }, { properties }, { architecture }] = await Promise.all([
		post(path`models/${reference}/scores`, { ...request, mixture: $('look-mixture').checked, learn: $('look-learn').checked, ...labels }, { signal }),
		post(path`models/${reference}/units`, { ...request, top: 4 }, { signal }),
		get(path`models/${reference}`, { signal }),
	]);
	return { reference, request, score, properties, architecture };
}

async function draw({ reference, request, score, properties, architecture }, signal) {
	const unit = new Unit(reference, architecture, request);
	const tracking = new Tracking(properties, (layer, number) => unit.choose(layer, number));
	unit.onChoice = (layer, number) => tracking.mark(layer, number);
	flow?.close();
	flow = new GradientFlow(score.characters.map(({ character }) => character).join(''));
	$('insights').replaceChildren(surprisal(score), ...labelsOf(score), el('div', { class: 'pair' }, unit.node, tracking.node), flow.node);
	const first = tracking.first() ?? { layer: architecture.layers - 1, unit: 0 };
	await unit.choose(first.layer, first.unit);
	if (!signal.aborted) {
		$('look-status').textContent = `Read ${count(score.characters.length)} characters.`;
		await flow.open(reference);
	}
}

/** Which label fits, the best first. */
const labelsOf = ({ labels }) => !labels ? [] : [el('section', { class: 'card', 'aria-labelledby': 'labels-title' },
	el('h2', { id: 'labels-title' }, 'Labels'),
	el('p', { class: 'soft' }, 'How likely each label is, if all were equally likely before the text was read.'),
	el('ol', { class: 'bars labels' }, labels.map(({ label, probability }) => el('li', {}, el('span', {}, label), bar(probability), el('span', { class: 'percent' }, percent(probability))))))];

function surprisal(score) {
	return el('section', { class: 'card', 'aria-labelledby': 'surprisal-title' },
		el('h2', { id: 'surprisal-title' }, 'Surprisal'),
		el('figure', {},
			el('pre', { class: 'heat', tabIndex: 0, role: 'group', 'aria-labelledby': 'surprisal-title' }, coloredBySurprisal(score.characters)),
			el('p', { class: 'legend', 'aria-hidden': 'true' }, legend()),
			el('figcaption', {}, `The stronger the color of a character, the less the model expected it: on average ${loss(score.loss)} nats or ${loss(score.bitsPerCharacter)} bits per character, as if it had to choose among ${number(score.perplexity)} equally likely ones each time.`)));
}

$('inside').addEventListener('submit', look);
$('look-model').addEventListener('change', change);
$('look-text').addEventListener('input', () => {
	proposed = false;
	$('look-from').textContent = '';
});
