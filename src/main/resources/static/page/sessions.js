// A session: a text that a model goes on reading, at the cost of what is new.

import { Action } from './action.js';
import { get, path, post, remove } from './api.js';
import { el } from './dom.js';
import { count, moment } from './format.js';
import { fillModels } from './models-list.js';

const model = el('select', { id: 'session-model' });
const id = el('input', { id: 'session-id', autocomplete: 'off', spellcheck: false, placeholder: 'session_…' });
const text = el('textarea', { id: 'session-text', class: 'text', rows: 3, spellcheck: false });
const read = el('pre', { tabIndex: 0, role: 'group', 'aria-label': 'What the session wrote', hidden: true });
const facts = el('p', { class: 'soft', role: 'status' });
const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
const acting = new Action(problem, (field) => ({ text, characters: text })[field] ?? null);

const button = (label, action, kind) => el('button', { type: 'button', class: kind, onclick: () => act(action) }, label);

export const node = el('section', { class: 'card', 'aria-labelledby': 'session-title' },
	el('h2', { id: 'session-title' }, 'Sessions'),
	el('p', { class: 'soft' }, 'A session keeps what a model has read, so that reading on costs only what is new. Whoever knows its id can use it.'),
	el('p', {}, el('label', { htmlFor: model.id }, 'Model'), model),
	el('p', {}, el('label', { htmlFor: text.id }, 'Text to read'), text),
	el('p', { class: 'row' }, button('Begin', begin), button('Read on', feed), button('Continue', generate), button('Fork', fork), button('End', end, 'apart')),
	el('p', {}, el('label', { htmlFor: id.id }, 'Session'), id), facts, read, problem);

export const show = () => fillModels(model, null);

async function act(action) {
	acting.begin();
	try {
		await action();
	}
	catch (error) {
		acting.refuse(error);
	}
}

function tell(session) {
	id.value = session.id;
	facts.textContent = `${session.model} has read ${count(session.position)} characters; it goes ${moment(session.expiresAt)} unless it is used.`;
}

async function begin() {
	read.hidden = true;
	tell(await post(path`models/${model.value}/sessions`, text.value ? { text: text.value } : {}));
}

async function feed() {
	tell((await post(path`sessions/${id.value}/characters`, { text: text.value })).session);
}

async function generate() {
	const { generations: [{ text: written }] } = await post(path`sessions/${id.value}/generations`, { maxCharacters: 200 });
	read.hidden = false;
	read.append(written);
	tell(await get(path`sessions/${id.value}`));
}

async function fork() {
	tell(await post(path`sessions/${id.value}/fork`, {}));
}

async function end() {
	await remove(path`sessions/${id.value}`);
	facts.textContent = 'Ended.';
	id.value = '';
}
