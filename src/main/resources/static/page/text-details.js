// A text's own page in a dialog: how it was read, its documents and labels, its characters.

import { get, path } from './api.js';
import { $, el } from './dom.js';
import { bytes, count, glyph, moment, percent, spoken } from './format.js';

const DOCUMENTS = 20;

const MOST_CHARACTERS = 300;

export async function showText(id) {
	const text = await get(path`corpora/${id}`);
	const documents = text.documents ? (await get(path`corpora/${id}/documents` + `?limit=${DOCUMENTS}`)).items : [];
	$('text-title').textContent = text.name;
	$('text-facts').replaceChildren(...facts(text), ...labels(text), ...listed(text, documents), ...characters(text));
	$('text-dialog').showModal();
}

function facts(text) {
	const lengths = text.documentLengths;
	const all = [
		['Characters', count(text.characters)], ['Size', bytes(text.bytes)], ['Lines', count(text.lines)],
		...(text.documents ? [['Documents', count(text.documents)]] : []),
		...(lengths ? [['Median document', `${count(lengths.median)} characters`], ['Longest', `${count(lengths.longest)} characters`]] : []),
		['Created', moment(text.createdAt)],
	];
	return [
		el('dl', { class: 'facts' }, all.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value)))),
		...text.notes.map((note) => el('p', { class: 'soft' }, note)),
	];
}

function labels({ labels: all }) {
	return all.length === 0 ? [] : [
		el('h3', {}, 'Labels'),
		el('ul', { class: 'chips' }, all.map(({ label, documents }) => el('li', {}, `${label} `, el('small', {}, count(documents))))),
	];
}

const listed = ({ documents: number }, documents) => documents.length === 0 ? [] : [
	el('h3', {}, number > documents.length ? `The first ${documents.length} documents` : 'Documents'),
	el('ol', { class: 'documents', start: 0 }, documents.map(({ name, label, text }) => el('li', {},
		[name, label].filter(Boolean).length > 0 ? el('small', {}, `${[name, label].filter(Boolean).join(', ')}: `) : null, text.slice(0, 120)))),
];

function characters({ alphabet, characters: total }) {
	const most = [...alphabet].sort((one, other) => other.count - one.count).slice(0, MOST_CHARACTERS);
	return [
		el('h3', {}, `${count(alphabet.length)} different characters, most frequent first`),
		el('ul', { class: 'chips' }, most.map(({ character, count: times }) => el('li', { title: `${spoken(character)}: ${count(times)} times, ${percent(times / total)}` },
			el('span', { class: 'glyph' }, glyph(character)), ' ', el('small', {}, count(times))))),
	];
}
