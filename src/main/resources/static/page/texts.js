// The texts to learn from: those that there are, uploads, samples.

import { get, getText, path, post, remove, send } from './api.js';
import { $, confirmed, el, showProblem } from './dom.js';
import { count } from './format.js';

const PREVIEW = 400;

let corpora = [];

let listener;

/** Lets somebody know: `choosing` when another text is asked for, `chosen` when it is there. */
export function listen(callbacks) {
	listener = callbacks;
}

/** The chosen text, if there is any. */
export const corpus = () => corpora.find((one) => one.id === $('corpus').value);

/** Lists the texts and chooses one: the one with an id, else the one chosen before, else the newest. */
export async function list(id = $('corpus').value) {
	corpora = (await get('corpora?limit=500')).items;
	$('corpus').replaceChildren(...(corpora.length === 0 ? [el('option', { value: '' }, 'none yet')] : []),
		...corpora.map((one) => el('option', { value: one.id }, `${one.name} (${count(one.characters)} characters)`)));
	if (corpora.some((one) => one.id === id)) {
		$('corpus').value = id;
	}
	offerSamples();
	await show();
}

async function show() {
	const one = corpus();
	const documents = one?.documents ? `${count(one.documents)} documents, ` : '';
	$('corpus-facts').textContent = one ? `${documents}${count(one.characters)} characters, ${count(one.alphabetSize)} different ones` : '';
	$('corpus-text').hidden = $('corpus-actions').hidden = !one;
	if (one) {
		const beginning = await getText(path`corpora/${one.id}/text` + `?characters=${PREVIEW}`);
		if (one === corpus()) {
			$('corpus-text').textContent = beginning;
		}
	}
}

function upload(file) {
	const name = [...file.name].slice(0, 200).join('');
	const type = /\.jsonl$/i.test(name) ? 'application/jsonl' : /\.zip$/i.test(name) ? 'application/zip' : 'text/plain';
	const documents = (type === 'text/plain' && $('documents').value !== '') ? `&documents=${$('documents').value}` : '';
	return take(file.name, async () => (await send('POST', `corpora?name=${encodeURIComponent(name)}${documents}`, { body: file, type })).json());
}

const takeSample = (name) => take(name, () => post(`corpora?sample=${encodeURIComponent(name)}`));

/** Makes a text of something and chooses it. */
async function take(name, make) {
	listener.choosing();
	showProblem($('new-job-problem'), null);
	$('corpus-facts').textContent = `Reading ${name} …`;
	try {
		const { id, notes } = await make();
		await list(id);
		$('corpus-facts').append(...notes.map((note) => ` – ${note}`));
		listener.chosen();
	}
	catch (error) {
		$('corpus-facts').textContent = '';
		showProblem($('new-job-problem'), error);
	}
}

async function forget() {
	const one = corpus();
	if (await confirmed(`Delete the text “${one.name}”? Models that learned it stay.`, 'Delete')) {
		try {
			await remove(path`corpora/${one.id}`);
			await list();
			listener.chosen();
		}
		catch (error) {
			showProblem($('new-job-problem'), error);
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

$('corpus').addEventListener('input', () => {
	listener.choosing();
	show();
	listener.chosen();
});
$('file').addEventListener('change', () => {
	if ($('file').files.length > 0) {
		upload($('file').files[0]);
		$('file').value = '';
	}
});
$('delete-corpus').addEventListener('click', forget);
for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
	$('drop').addEventListener(type, (event) => {
		event.preventDefault();
		$('drop').classList.toggle('over', type === 'dragenter' || type === 'dragover');
		if (type === 'drop' && event.dataTransfer.files.length > 0) {
			upload(event.dataTransfer.files[0]);
		}
	});
}
