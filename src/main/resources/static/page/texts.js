// The texts to learn from: those that there are, uploads, samples.

import { Action } from './action.js';
import { get, getText, isAbort, path, post, remove } from './api.js';
import { $, confirmed, el } from './dom.js';
import { bytes, count, percent } from './format.js';
import { upload } from './upload.js';

const PREVIEW = 400;

let corpora = [];

let listener;

let uploading = null;

const FIELDS = { documents: 'separator', field: 'text-field', label: 'text-label' };

const taking = new Action($('upload-problem'), (name) => $(FIELDS[name] ?? ''));

const deleting = new Action($('corpus-problem'));

/** Lets somebody know: `choosing` when another text is asked for, `chosen` when it is there. */
export function listen(callbacks) {
	listener = callbacks;
}

/** The chosen text, if there is any. */
export const corpus = () => corpora.find((one) => one.id === $('corpus').value);

/** All but the chosen one. */
export const others = () => corpora.filter((one) => one.id !== $('corpus').value);

/** Lists the texts and chooses one: the one with an id, else the one chosen before, else the newest. */
export async function list(id = $('corpus').value) {
	corpora = (await get('corpora?limit=500')).items;
	const options = corpora.map((one) => el('option', { value: one.id }, `${one.name} (${count(one.characters)} characters)`));
	$('corpus').replaceChildren(...(corpora.length === 0 ? [el('option', { value: '' }, 'none yet')] : []), ...options);
	if (corpora.some((one) => one.id === id)) {
		$('corpus').value = id;
	}
	offerSamples();
	await show();
}

/** Chooses a text that is there. */
export async function choose(id) {
	listener.choosing();
	await list(id);
	listener.chosen();
}

async function show() {
	const one = corpus();
	const documents = one?.documents ? `${count(one.documents)} documents, ` : '';
	$('corpus-facts').textContent = one ? `${documents}${count(one.characters)} characters, ${count(one.alphabetSize)} different ones` : '';
	$('corpus-text').classList.toggle('unused', !one);
	$('corpus-actions').classList.toggle('unused', !one);
	deleting.begin();
	if (one) {
		const beginning = await getText(path`corpora/${one.id}/text` + `?characters=${PREVIEW}`);
		if (one === corpus()) {
			$('corpus-text').textContent = beginning;
		}
	}
}

function send(file) {
	const name = [...file.name].slice(0, 200).join('');
	const type = /\.jsonl$/i.test(name) ? 'application/jsonl' : /\.zip$/i.test(name) ? 'application/zip' : /\.csv$/i.test(name) ? 'text/csv' : 'text/plain';
	uploading?.abort();
	uploading = new AbortController();
	const { signal } = uploading;
	drawProgress(file, 0);
	return take(file.name, () => upload(`corpora?${reading(name, type)}`, file, type, (part) => drawProgress(file, part), signal));
}

/** How the service is to read a file. */
function reading(name, type) {
	const documents = ($('documents').value === 'other') ? $('separator').value.replaceAll('\\n', '\n') : $('documents').value;
	const given = {
		name, documents: type === 'text/plain' ? documents : '', field: type === 'text/plain' ? '' : $('text-field').value.trim(),
		label: $('text-label').value.trim(), lineEndings: $('line-endings').value, normalization: $('normalization').value,
	};
	return new URLSearchParams(Object.entries(given).filter(([, value]) => value !== ''));
}

function drawProgress(file, part) {
	$('upload').hidden = false;
	$('upload-bar').value = part;
	$('upload-words').textContent = (part < 1) ? `${percent(part)} of ${bytes(file.size)}` : `${bytes(file.size)} sent; the service is processing it`;
}

const takeSample = (name) => take(name, () => post(`corpora?sample=${encodeURIComponent(name)}`));

/** Makes a text of something and chooses it. What was chosen before is not taken for it if that fails. */
async function take(name, make) {
	listener.choosing();
	taking.begin();
	$('corpus-facts').textContent = `Reading ${name} …`;
	try {
		const { id, notes } = await make();
		await list(id);
		$('corpus-facts').append(...notes.map((note) => ` – ${note}`));
		listener.chosen();
	}
	catch (error) {
		taking.refuse(error);
		if (isAbort(error)) {
			await list();
		}
		else {
			chooseNone();
		}
		listener.chosen();
	}
	finally {
		$('upload').hidden = true;
	}
}

function chooseNone() {
	if (corpora.length > 0 && $('corpus').options[0].value !== '') {
		$('corpus').prepend(el('option', { value: '' }, 'choose a text'));
	}
	$('corpus').value = '';
	show();
}

async function forget() {
	const one = corpus();
	if (await confirmed(`Delete the text “${one.name}”? Models trained on it stay.`, 'Delete')) {
		deleting.begin();
		try {
			await remove(path`corpora/${one.id}`);
			await list();
			listener.chosen();
		}
		catch (error) {
			deleting.refuse(error);
		}
	}
}

/** Once: they stay the same. */
async function offerSamples() {
	if ($('samples').hasChildNodes()) {
		return;
	}
	const { items } = await get('samples');
	$('samples').replaceChildren(...items.map(({ name, description, characters }) => el('button', { type: 'button', onclick: () => takeSample(name) },
		el('strong', {}, name), el('small', {}, `${description}. About ${count(Number(characters.toPrecision(2)))} characters.`))));
}

async function details() {
	const { showText } = await import('./text-details.js');
	await showText(corpus().id);
}

$('corpus').addEventListener('input', () => {
	listener.choosing();
	show();
	listener.chosen();
});
$('file').addEventListener('change', () => {
	if ($('file').files.length > 0) {
		send($('file').files[0]);
		$('file').value = '';
	}
});
$('documents').addEventListener('input', () => {
	$('separator-field').hidden = $('documents').value !== 'other';
});
$('upload-cancel').addEventListener('click', () => uploading?.abort());
$('show-corpus').addEventListener('click', details);
$('delete-corpus').addEventListener('click', forget);
for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
	$('drop').addEventListener(type, (event) => {
		event.preventDefault();
		$('drop').classList.toggle('over', type === 'dragenter' || type === 'dragover');
		if (type === 'drop' && event.dataTransfer.files.length > 0) {
			send(event.dataTransfer.files[0]);
		}
	});
}
