// What people call things: names, tags, notes.

import { Action } from './action.js';
import { path, send } from './api.js';
import { $ } from './dom.js';
import { wordsOf } from './format.js';

const FIELDS = { name: 'edit-name', tags: 'edit-tags', notes: 'edit-notes' };

const editing = new Action($('edit-problem'), (field) => $(FIELDS[field] ?? ''));

let save;

/** Lets somebody change what a model is called, with all its versions, and the tags and notes of this version; resolves to its reference. */
export function editModel({ reference, name, version, tags, notes }) {
	return edit(`Name, tags and notes of ${reference}`, { name, tags, notes }, async (wanted) => {
		await change(path`models/${reference}`, { tags: wanted.tags, notes: wanted.notes });
		// Last: with another name, what was asked for before would name nothing any more.
		if (wanted.name !== name) {
			await change(path`models/${name}`, { name: wanted.name });
		}
		return `${wanted.name}:${version}`;
	});
}

/** Lets somebody change the tags of a job; resolves to the job. */
export const editJob = ({ id, model, tags }) => edit(`Tags of the training of ${model}`, { tags }, (wanted) => change(path`training-jobs/${id}`, { tags: wanted.tags }));

const change = async (target, json) => (await send('PATCH', target, { body: JSON.stringify(json), type: 'application/json' })).json();

/** Resolves to what saving gives, or null if nothing is to change. */
function edit(title, { name, tags, notes }, saving) {
	editing.begin();
	$('edit-title').textContent = title;
	for (const [field, given] of Object.entries({ name, tags: tags.join(' '), notes })) {
		$(FIELDS[field]).value = given ?? '';
		$(FIELDS[field]).parentElement.hidden = given === undefined;
	}
	const dialog = $('edit');
	dialog.showModal();
	return new Promise((resolve) => {
		let saved = null;
		save = async () => {
			saved = await saving({ name: $('edit-name').value.trim(), tags: wordsOf($('edit-tags').value), notes: $('edit-notes').value });
			dialog.close();
		};
		dialog.addEventListener('close', () => resolve(saved), { once: true });
	});
}

$('edit-form').addEventListener('submit', async (event) => {
	event.preventDefault();
	editing.begin();
	try {
		await save();
	}
	catch (error) {
		editing.refuse(error);
	}
});
