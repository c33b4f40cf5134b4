// What a workspace uses, and its limits.

import { Action } from './action.js';
import { get, path, put } from './api.js';
import { afterPause, el } from './dom.js';
import { bytes, count, NOTHING, numberOf } from './format.js';
import { patch, say } from './patch.js';

const choice = el('select', { id: 'usage-workspace' });
const body = el('tbody');
const quotas = el('form', {}, el('p', { class: 'soft' }, 'Leave a field empty for the service’s default; 0 means no limit.'));
const changing = el('details', { ontoggle: showQuotas }, el('summary', {}, 'Change limits'), quotas);
const problem = el('p', { class: 'problem', role: 'alert', hidden: true });

const ROWS = [
	['Texts', 'corpora', 'corpora', count], ['Unfinished jobs', 'unfinishedJobs', 'unfinishedJobs', count], ['Models', 'models', 'models', count],
	['Sessions', 'sessions', 'sessions', count], ['Stored', 'bytes', 'bytes', bytes], ['Pinned in memory', 'pinnedBytes', 'pinnedBytes', bytes],
	['Characters today', 'charactersToday', 'charactersPerDay', count],
];

/** Of what it may have; none is there twice. */
const fields = Object.fromEntries(ROWS.map(([title, , quota]) => [quota, el('input', { id: `quota-${quota}`, autocomplete: 'off', inputMode: 'numeric', placeholder: 'default' })]));
quotas.append(el('div', { class: 'fields' }, ROWS.map(([title, , quota, format]) => el('div', {}, el('label', { htmlFor: fields[quota].id }, quota === 'charactersPerDay' ? 'Characters per day' : title + (format === bytes ? ' (bytes)' : '')), fields[quota]))),
	el('button', {}, 'Save'));
const reading = new Action(problem, (field) => fields[field.replace('quotas.', '')] ?? null);

export const node = el('section', { class: 'card', 'aria-labelledby': 'usage-title' },
	el('h2', { id: 'usage-title' }, 'Workspace'),
	el('p', { class: 'row' }, el('label', { htmlFor: choice.id }, 'Workspace'), choice),
	el('table', {}, el('thead', {}, el('tr', {}, ['', 'Used', 'Limit'].map((title) => el('th', { scope: 'col' }, title || el('span', { class: 'unseen' }, 'What'))))), body), changing, problem);

const draw = (usage) => patch(body, ROWS, ([title]) => title, ([title]) => el('tr', {}, el('th', { scope: 'row' }, title), el('td'), el('td')), (row, [, has, may, format]) => {
	say(row.children[1], format(usage?.[has]));
	say(row.children[2], usage ? (usage.quotas[may] ? format(usage.quotas[may]) : 'none') : NOTHING);
});

export async function show() {
	reading.begin();
	try {
		const { items } = await get('workspaces');
		patch(choice, items, ({ name }) => name, ({ name }) => el('option', {}, name));
		const usage = await get(path`workspaces/${choice.value}/usage`);
		draw(usage);
	}
	catch (error) {
		reading.refuse(error);
	}
}

async function showQuotas() {
	if (!changing.open) {
		return;
	}
	try {
		const { quotas: own } = await get(path`workspaces/${choice.value}`);
		Object.entries(fields).forEach(([name, field]) => {
			field.value = own[name] ?? '';
		});
	}
	catch (error) {
		reading.refuse(error);
	}
}

quotas.addEventListener('submit', async (event) => {
	event.preventDefault();
	reading.begin();
	try {
		await put(path`workspaces/${choice.value}`, { quotas: Object.fromEntries(Object.entries(fields).filter(([, { value }]) => value.trim() !== '').map(([name, { value }]) => [name, numberOf(value)])) });
		changing.open = false;
		await show();
	}
	catch (error) {
		reading.refuse(error);
	}
});
choice.addEventListener('change', () => {
	changing.open = false;
	show();
});
window.addEventListener('changed', afterPause(300, () => {
	if (node.offsetParent) {
		show();
	}
}));
draw(null);
