// Searches: several trainings that compete, within a time, for one model.

import { Action } from './action.js';
import { get, path, post } from './api.js';
import { el } from './dom.js';
import { count, duration, isoSeconds, loss, network, numberOf } from './format.js';
import { patch, say } from './patch.js';

const AGAIN_MILLIS = 5000;

const corpus = el('select', { id: 'search-corpus' });
const model = el('input', { id: 'search-model', autocomplete: 'off', spellcheck: false, required: true });
const time = el('input', { id: 'search-duration', autocomplete: 'off', value: '15m' });
/** Of the API's fields, those that are numbers. */
const NUMBERS = [['maxParameters', 'Maximum weights', 'any'], ['maxMicrosecondsPerCharacter', 'Maximum µs per character', 'any'], ['trials', 'Trials', '8'], ['seed', 'Seed', '1']];
const numbers = Object.fromEntries(NUMBERS.map(([field, , usual]) => [field, el('input', { id: `search-${field}`, autocomplete: 'off', inputMode: 'decimal', placeholder: usual })]));
const list = el('div', { class: 'searches' });
const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
const acting = new Action(problem, (field) => ({ corpus, model, duration: time, ...numbers })[field] ?? null);
const form = el('form', {},
	el('p', {}, el('label', { htmlFor: corpus.id }, 'Text'), corpus),
	el('p', {}, el('label', { htmlFor: model.id }, 'Name of the model'), model),
	el('div', { class: 'fields two' },
		el('div', {}, el('label', { htmlFor: time.id }, 'Time limit'), time),
		NUMBERS.map(([field, label]) => el('div', {}, el('label', { htmlFor: numbers[field].id }, label), numbers[field]))),
	el('p', { class: 'row' }, el('button', {}, 'Start the search')), problem);

export const node = el('section', { class: 'card', 'aria-labelledby': 'searches-title' },
	el('h2', { id: 'searches-title' }, 'Search for the best model'),
	el('p', { class: 'soft' }, 'Several training jobs compete; in each rung the worse half is stopped, and the best is trained to the end and published.'), form, list);

let timer;

export async function show() {
	clearTimeout(timer);
	try {
		const [{ items: texts }, { items }] = await Promise.all([get('corpora?limit=500'), get('searches?limit=10')]);
		patch(corpus, texts.length > 0 ? texts : [{ id: '', name: 'none yet' }], ({ id }) => id, ({ id, name }) => el('option', { value: id }, name));
		patch(list, items, ({ id }) => id, view, update);
		if (items.some(({ status }) => status === 'running')) {
			timer = setTimeout(() => {
				if (node.offsetParent && !document.hidden) {
					show();
				}
			}, AGAIN_MILLIS);
		}
	}
	catch (error) {
		acting.refuse(error);
	}
}

function view({ id, model: name }) {
	const button = (label, verb) => el('button', { type: 'button', 'data-verb': verb, 'aria-label': `${label} the search for ${name}`, onclick: () => act(path`searches/${id}/${verb}`) }, label);
	return el('details', {}, el('summary'), el('p', { class: 'soft' }),
		el('div', { class: 'scroll', role: 'region', 'aria-label': `Trials for ${name}`, tabIndex: 0 },
			el('table', { class: 'settings' }, el('thead', {}, el('tr', {}, ['Trial', 'Network', 'Best loss', 'Rung', 'Status'].map((title) => el('th', { scope: 'col' }, title)))), el('tbody'))),
		el('p', { class: 'row' }, button('Pause', 'pause'), button('Resume', 'resume'), button('Cancel', 'cancel')));
}

function update(shown, search) {
	const ended = !['running', 'paused'].includes(search.status);
	say(shown.children[0], `${search.result ?? search.model}: ${search.status}, rung ${count(search.rung + 1)} of ${count(search.rungs)}, ${duration(isoSeconds(search.elapsed))}`);
	say(shown.children[1], search.error?.detail ?? search.choice);
	patch(shown.querySelector('tbody'), search.trials, ({ number }) => number,
		({ number }) => el('tr', {}, el('th', { scope: 'row' }, el('a', {}, count(number + 1))), el('td'), el('td'), el('td'), el('td')), (row, trial) => {
			if (trial.job) {
				row.firstChild.firstChild.href = `#train/${trial.job}`;
			}
			[network(trial.hyperparameters), loss(trial.bestValidationLoss), count(trial.rung + 1), trial.status].forEach((text, index) => say(row.children[index + 1], text));
		});
	for (const button of shown.querySelectorAll('button')) {
		button.hidden = ended || (button.dataset.verb === 'pause' && search.status === 'paused') || (button.dataset.verb === 'resume' && search.status === 'running');
	}
}

async function act(target, body) {
	acting.begin();
	try {
		await post(target, body);
		await show();
	}
	catch (error) {
		acting.refuse(error);
	}
}

form.addEventListener('submit', (event) => {
	event.preventDefault();
	const given = Object.entries(numbers).filter(([, { value }]) => value.trim() !== '').map(([field, { value }]) => [field, numberOf(value)]);
	act('searches', {
		corpus: corpus.value, model: model.value.trim(), duration: time.value.trim(),
		...Object.fromEntries(given),
	});
});
