// A session: a text that a model goes on reading, at the cost of what is new.

import { Action } from './action.js';
import { get, path, post, remove } from './api.js';
import { el } from './dom.js';
import { count, moment } from './format.js';
import { chosenModel, fillModels } from './models-list.js';

const model = el('select', { id: 'session-model' });
const id = el('input', { id: 'session-id', autocomplete: 'off', spellcheck: false, placeholder: 'session_…' });
const text = el('textarea', { id: 'session-text', class: 'text', rows: 3, spellcheck: false });
const read = el('pre', { tabIndex: 0, role: 'group', 'aria-label': 'Session output', hidden: true });
const learn = el('input', { type: 'checkbox' });
const mark = el('select', { id: 'session-mark' });
const back = el('p', { class: 'row', hidden: true }, el('label', { htmlFor: mark.id }, 'Go back to'), mark, button('Go back', rewind));
/** They need one. */
const ofSession = [button('Read', feed), button('Continue', generate), button('Fork', fork), button('End', end, 'apart')];
const facts = el('p', { class: 'soft', role: 'status' });
const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
const acting = new Action(problem, (field) => ({ text, characters: text })[field] ?? null);

export const node = el('section', { class: 'card', 'aria-labelledby': 'session-title' },
	el('h2', { id: 'session-title' }, 'Sessions'),
	el('p', { class: 'soft' }, 'A session stores what a model has read, so that continuing costs only the new text. Anyone who knows its id can use it.'),
	el('p', {}, el('label', { htmlFor: model.id }, 'Model'), model),
	el('p', {}, el('label', { htmlFor: text.id }, 'Text to read'), text),
	el('label', { class: 'check' }, learn, ' learn from the text while reading it; the model does not change'),
	el('p', { class: 'row' }, button('Begin', begin), ofSession),
	el('p', {}, el('label', { htmlFor: id.id }, 'Session'), id), back, facts, read, problem);

export const show = () => fillModels(model, null);

function button(label, action, kind) {
	return el('button', { type: 'button', class: kind, onclick: () => act(action) }, label);
}

async function act(action) {
	acting.begin();
	try {
		await action();
	}
	catch (error) {
		acting.refuse(error);
	}
}

/** Goes on with a session, or with none. */
function use(session) {
	id.value = session;
	ofSession.forEach((one) => {
		one.disabled = session === '';
	});
}

async function tell(session) {
	use(session.id);
	facts.textContent = `${session.model} has read ${count(session.position)} characters; it expires ${moment(session.expiresAt)} unless it is used.`;
	const { items } = await get(path`sessions/${session.id}/marks`);
	mark.replaceChildren(...items.map(({ number, position }) => el('option', { value: number }, `${count(position)} characters`)));
	back.hidden = items.length < 2;
}

async function rewind() {
	await tell(await post(path`sessions/${id.value}/rewind`, { mark: Number(mark.value) }));
}

async function begin() {
	read.hidden = true;
	await tell(await post(path`models/${chosenModel(model)}/sessions`, text.value ? { text: text.value } : {}));
}

async function feed() {
	await tell((await post(path`sessions/${id.value}/characters`, { text: text.value, ...(learn.checked ? { learn: true } : {}) })).session);
}

async function generate() {
	const { generations: [{ text: written }] } = await post(path`sessions/${id.value}/generations`, { maxCharacters: 200 });
	read.hidden = false;
	read.append(written);
	await tell(await get(path`sessions/${id.value}`));
}

async function fork() {
	await tell(await post(path`sessions/${id.value}/fork`, {}));
}

async function end() {
	await remove(path`sessions/${id.value}`);
	facts.textContent = 'Ended.';
	use('');
	back.hidden = true;
}

id.addEventListener('input', () => use(id.value.trim()));
use('');
