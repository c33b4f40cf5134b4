// What the workspace has and may have.

import { Action } from './action.js';
import { get, path } from './api.js';
import { el } from './dom.js';
import { bytes, count, NOTHING } from './format.js';
import { patch, say } from './patch.js';

const choice = el('select', { id: 'usage-workspace' });
const body = el('tbody');
const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
const reading = new Action(problem);

const ROWS = [
	['Texts', 'corpora', 'corpora', count], ['Unfinished trainings', 'unfinishedJobs', 'unfinishedJobs', count], ['Models', 'models', 'models', count],
	['Sessions', 'sessions', 'sessions', count], ['Stored', 'bytes', 'bytes', bytes], ['Kept in memory', 'pinnedBytes', 'pinnedBytes', bytes],
	['Characters today', 'charactersToday', 'charactersPerDay', count],
];

export const node = el('section', { class: 'card', 'aria-labelledby': 'usage-title' },
	el('h2', { id: 'usage-title' }, 'Workspace'),
	el('p', { class: 'row' }, el('label', { htmlFor: choice.id }, 'Workspace'), choice),
	el('table', {}, el('thead', {}, el('tr', {}, ['', 'Has', 'May have'].map((title) => el('th', { scope: 'col' }, title || el('span', { class: 'unseen' }, 'What'))))), body), problem);

const draw = (usage) => patch(body, ROWS, ([title]) => title, ([title]) => el('tr', {}, el('th', { scope: 'row' }, title), el('td'), el('td')), (row, [, has, may, format]) => {
	say(row.children[1], format(usage?.[has]));
	say(row.children[2], usage ? (usage.quotas[may] ? format(usage.quotas[may]) : 'no bound of its own') : NOTHING);
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

choice.addEventListener('change', show);
draw(null);
