// What was generated in this tab, with all that gives it again.

import { $, el } from './dom.js';
import { count } from './format.js';
import { patch, say } from './patch.js';

const KEY = 'generated';

const MOST = 50;

/** Of what is remembered in the tab; a longer text is generated again instead. */
const MOST_CHARACTERS = 20_000;

let entries = JSON.parse(sessionStorage.getItem(KEY) ?? '[]');

let listener = () => {};

/** @param back is given an entry that somebody wants to have back */
export function listen(back) {
	listener = back;
	draw();
}

/** Remembers a text: model, prompt, settings with the seed, text. */
export function remember(entry) {
	if (entry.prompt.length + entry.text.length > MOST_CHARACTERS) {
		return;
	}
	entries = [{ ...entry, number: (entries[0]?.number ?? 0) + 1 }, ...entries].slice(0, MOST);
	try {
		sessionStorage.setItem(KEY, JSON.stringify(entries));
	}
	catch {
		entries = entries.slice(0, Math.ceil(MOST / 2));
	}
	draw();
}

function draw() {
	$('history').hidden = entries.length === 0;
	say($('history-summary'), `History (${count(entries.length)})`);
	patch($('history-list'), entries, ({ number }) => number, ({ model, settings, text, prompt }) => el('li', {},
		el('button', { type: 'button', onclick: ({ currentTarget }) => listener(entries.find(({ number }) => String(number) === currentTarget.parentElement.dataset.key)) },
			el('small', {}, `${model}, temperature ${settings.temperature}, seed ${settings.seed}`), el('span', { class: 'beginning' }, `${prompt.slice(-30)}${text}`.slice(0, 90)))));
}
