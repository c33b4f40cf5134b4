// API keys: who has which, new ones, old ones revoked.

import { Action } from './action.js';
import { get, path, post, remove } from './api.js';
import { confirmed, el } from './dom.js';
import { moment, numberOf } from './format.js';
import { patch } from './patch.js';

const SCOPES = ['read', 'generate', 'train', 'admin'];

const list = el('ul', { class: 'bare' });
const name = el('input', { id: 'key-name', autocomplete: 'off', required: true });
const workspace = el('input', { id: 'key-workspace', autocomplete: 'off', placeholder: 'default' });
const scopes = SCOPES.map((scope) => el('input', { type: 'checkbox', value: scope, checked: scope === 'read' || scope === 'generate' }));
const expires = el('input', { id: 'key-expires', type: 'date' });
const LIMITS = [['requestsPerMinute', 'Requests per minute'], ['concurrentRequests', 'Concurrent requests'], ['charactersPerMinute', 'Characters per minute']];
const limits = Object.fromEntries(LIMITS.map(([field]) => [field, el('input', { id: `key-${field}`, autocomplete: 'off', inputMode: 'numeric', placeholder: 'default' })]));
const secret = el('output', { class: 'secret' });
const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
const acting = new Action(problem, (field) => ({ name, workspace, expiresAt: expires, ...limits })[field] ?? null);
const form = el('form', { class: 'new-key' }, el('h3', {}, 'New key'),
	el('p', {}, el('label', { htmlFor: name.id }, 'Purpose'), name),
	el('p', {}, el('label', { htmlFor: workspace.id }, 'Workspace'), workspace),
	el('fieldset', {}, el('legend', {}, 'Scopes'), el('p', { class: 'row' }, scopes.map((box) => el('label', { class: 'check' }, box, ` ${box.value}`)))),
	el('details', {}, el('summary', {}, 'Limits'), el('div', { class: 'fields' },
		el('div', {}, el('label', { htmlFor: expires.id }, 'Expires on'), expires),
		LIMITS.map(([field, label]) => el('div', {}, el('label', { htmlFor: limits[field].id }, label), limits[field])))),
	el('button', {}, 'Create key'), secret, problem);

export const node = el('section', { class: 'card', 'aria-labelledby': 'keys-title' },
	el('h2', { id: 'keys-title' }, 'API keys'),
	el('p', { class: 'soft' }, 'Unless the service listens on this machine only, every request needs a key. A key sees only its own workspace.'), list, form);

export async function show() {
	acting.begin();
	try {
		const { items } = await get('keys');
		patch(list, items, ({ id }) => id, row);
		form.hidden = false;
	}
	catch (error) {
		form.hidden = error.status === 401 || error.status === 403;
		acting.refuse(error);
		if (form.hidden) {
			list.replaceChildren(el('li', { class: 'soft' }, 'The current key may not manage keys.'));
		}
	}
}

const row = (key) => el('li', { class: 'row' },
	el('strong', {}, key.name), el('small', {}, `${key.workspace}: ${key.scopes.join(', ')}; ${key.lastUsedAt ? `last used ${moment(key.lastUsedAt)}` : 'not used yet'}`),
	el('button', { type: 'button', class: 'link apart', 'aria-label': `New secret for ${key.name}`, onclick: () => rotate(key) }, 'New secret'),
	el('button', { type: 'button', class: 'link', 'aria-label': `Revoke ${key.name}`, onclick: () => revoke(key) }, 'Revoke'));

async function rotate({ id, name: called }) {
	if (await confirmed(`Give the key “${called}” a new secret? The old one stays valid for one more day.`, 'New secret')) {
		acting.begin();
		try {
			reveal(await post(path`keys/${id}/rotations`, {}));
			await show();
		}
		catch (error) {
			acting.refuse(error);
		}
	}
}

function reveal({ key }) {
	secret.textContent = `${key} – copy it now; it is shown only once.`;
}

/** What is given of a new key. */
const wanted = () => ({
	name: name.value, scopes: scopes.filter(({ checked }) => checked).map(({ value }) => value), ...(workspace.value ? { workspace: workspace.value } : {}),
	...(expires.value ? { expiresAt: `${expires.value}T00:00:00Z` } : {}),
	...Object.fromEntries(Object.entries(limits).filter(([, { value }]) => value.trim() !== '').map(([field, { value }]) => [field, numberOf(value)])),
});

async function revoke({ id, name: called }) {
	if (await confirmed(`Revoke the key “${called}”? Requests with it will be rejected.`, 'Revoke')) {
		acting.begin();
		try {
			await remove(path`keys/${id}`);
			await show();
		}
		catch (error) {
			acting.refuse(error);
		}
	}
}

form.addEventListener('submit', async (event) => {
	event.preventDefault();
	acting.begin();
	try {
		reveal(await post('keys', wanted()));
		name.value = '';
		await show();
	}
	catch (error) {
		acting.refuse(error);
	}
});
