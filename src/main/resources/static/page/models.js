// Published versions: where they come from, how good they are.

import { Action } from './action.js';
import { get, hasKey, isAbort, path, remove, send, url } from './api.js';
import { $, confirmed, el, head } from './dom.js';
import { save } from './files.js';
import { bytes, count, duration, isoSeconds, loss, moment, network, NOTHING, percent, plain, rounds } from './format.js';
import { patch, say } from './patch.js';
import { upload as uploadFile } from './upload.js';

const PAGE = 50;

let shown = PAGE;

/** That all versions in the list have, or null. */
let tag = null;

let versions = [];

const chosen = new Set();

/** Errors of what is done with versions, and of an import at its button. */
const acting = new Action($('models-problem'));

const importing = new Action($('import-problem'));

let upload = null;

/** Lists the versions, as `tag/...` those with a tag; with a reference, shows that one's provenance too. */
export function show(place) {
	tag = place?.startsWith('tag/') ? place.slice('tag/'.length) : null;
	return list(tag ? null : place);
}

async function list(reference) {
	const page = await get(`models?limit=${Math.min(500, shown)}${tag ? `&tag=${encodeURIComponent(tag)}` : ''}`);
	$('tag').hidden = !tag;
	say($('tag-name'), tag ?? '');
	versions = page.items;
	$('more-models').hidden = page.next === null;
	for (const one of chosen) {
		if (!versions.some((version) => version.reference === one)) {
			chosen.delete(one);
		}
	}
	drawTable();
	drawCompare();
	$('comparison').hidden = true;
	if (reference) {
		try {
			drawComparison([await get(path`models/${reference}`)]);
		}
		catch (error) {
			acting.refuse(error);
		}
	}
}

const COLUMNS = [
	['Network', ({ architecture }) => network(architecture)],
	['Weights', ({ parameters }) => count(parameters), 'number'],
	['Loss', ({ validationLoss }) => loss(validationLoss), 'number'],
	['Text', ({ provenance }) => provenance.corpus?.name ?? NOTHING, 'name'],
	['Tags', ({ tags }) => tags.length > 0 ? tags.map((tag) => [el('a', { class: 'tag', href: `#models/tag%2F${encodeURIComponent(tag)}` }, tag), ' ']).flat() : NOTHING, 'tags'],
	['Created', ({ createdAt }) => moment(createdAt), 'created'],
];

function drawTable() {
	$('no-versions').hidden = versions.length > 0;
	$('versions').hidden = versions.length === 0;
	// What people call it is part of the key: another one is another row.
	patch($('versions-body'), versions, ({ reference, tags }) => [reference, ...tags].join(' '), row, (node, { reference }) => {
		node.firstChild.firstChild.checked = chosen.has(reference);
	});
}

function row(model) {
	const { reference } = model;
	return el('tr', {},
		el('td', { class: 'choose' }, el('input', { type: 'checkbox', 'aria-label': `Compare ${reference}`, onchange: ({ target }) => {
			chosen[target.checked ? 'add' : 'delete'](reference);
			drawCompare();
		} })),
		el('th', { scope: 'row', class: 'model' }, el('a', { href: `#models/${encodeURIComponent(reference)}` }, reference)),
		COLUMNS.map(([title, text, kind]) => el('td', { class: kind, 'data-title': title }, el('span', {}, text(model)))),
		el('td', { class: 'actions' },
			el('a', { href: `#play/${encodeURIComponent(reference)}`, 'aria-label': `Play with ${reference}` }, 'Play'),
			el('button', { type: 'button', class: 'link', 'aria-label': `Edit ${reference}`, onclick: () => edit(reference) }, 'Edit'),
			el('button', { type: 'button', class: 'link', 'aria-label': `Serving settings of ${reference}`, onclick: () => serve(reference) }, 'Serving'),
			el('button', { type: 'button', class: 'link', 'aria-label': `Download ${reference}`, onclick: () => offer(model) }, 'Download'),
			el('button', { type: 'button', class: 'link apart', 'aria-label': `Delete ${reference}`, onclick: () => forget(reference) }, 'Delete')));
}

async function serve(reference) {
	acting.begin();
	try {
		const { showServing } = await import('./serving.js');
		await showServing(reference);
	}
	catch (error) {
		acting.refuse(error);
	}
}

async function edit(reference) {
	acting.begin();
	try {
		const { editModel } = await import('./edit.js');
		const renamed = await editModel(await get(path`models/${reference}`));
		if (renamed) {
			await list(null);
			$('models-status').textContent = `Saved ${renamed}.`;
		}
	}
	catch (error) {
		acting.refuse(error);
	}
}

function drawCompare() {
	$('compare').disabled = chosen.size < 2;
	say($('compare'), chosen.size < 2 ? 'Choose two or more to compare' : `Compare ${chosen.size} models`);
}

/** Who can read a model. */
const FORMATS = [
	{ format: 'dl4j', suffix: 'zip', tool: 'Deeplearning4j', use: 'and this service, with everything needed to continue training.' },
	{ format: 'safetensors', suffix: 'safetensors', tool: 'PyTorch', use: 'and this service: tensors with PyTorch’s names and gate order.' },
	{ format: 'npz', suffix: 'npz', tool: 'numpy', use: ': the same tensors as arrays.' },
	{ format: 'onnx', suffix: 'onnx', tool: 'ONNX Runtime', use: ': a graph to run from many languages, on phones and in browsers.' },
];

/** Lets the visitor choose what to download a model as. */
function offer({ reference, archiveBytes }) {
	$('download-title').textContent = `Download ${reference} (about ${bytes(archiveBytes)})`;
	$('download-formats').replaceChildren(...FORMATS.map(({ format, suffix, tool, use }) => {
		const target = `${path`models/${reference}/archive`}?format=${format}`;
		const name = `${reference.replace(':', '-')}.${suffix}`;
		return el('li', {}, el('a', { href: url(target), download: name, onclick: (event) => download(event, target, name) }, `For ${tool}`), use.startsWith(':') ? use : ` ${use}`);
	}));
	$('download').showModal();
}

/** A link cannot carry a key, so with one the file is fetched and then saved. */
async function download(event, target, name) {
	$('download').close();
	if (!hasKey()) {
		return;
	}
	event.preventDefault();
	try {
		const response = await send('GET', target, { headers: { Accept: '*/*' } });
		save(await response.blob(), name);
	}
	catch (error) {
		acting.refuse(error);
	}
}

async function forget(reference) {
	if (await confirmed(`Delete ${reference}? Its number will not be reused.`, 'Delete')) {
		try {
			acting.begin();
			await remove(path`models/${reference}`);
			await list(null);
		}
		catch (error) {
			acting.refuse(error);
		}
	}
}

const ROWS = [
	['Tags', ({ tags }) => tags.join(', ') || NOTHING],
	['Notes', ({ notes }) => notes || NOTHING],
	['Network', (model) => network(model.architecture)],
	['Characters known', (model) => count(model.architecture.alphabetSize)],
	['Weights', (model) => count(model.parameters)],
	['Validation loss', (model) => loss(model.validationLoss)],
	['Bits per character', (model) => loss(model.validationLoss === null ? null : model.validationLoss / Math.LN2)],
	['Training loss', (model) => loss(model.trainingLoss)],
	['Text', ({ provenance: { corpus } }) => corpus ? `${corpus.name}, ${count(corpus.characters)} characters` : NOTHING],
	['SHA-256 of the text', ({ provenance }) => provenance.corpus?.sha256 ?? NOTHING],
	['Trained on', ({ provenance }) => count(provenance.trainingCharacters)],
	['Validated on', ({ provenance }) => count(provenance.validationCharacters)],
	['Started from', ({ provenance }) => provenance.initializedFrom ?? NOTHING],
	['Iterations', ({ provenance }) => count(provenance.iterations)],
	['Trained for', ({ provenance }) => duration(isoSeconds(provenance.trainingDuration))],
	['Engine', ({ provenance }) => provenance.engine ?? NOTHING],
	['Threads', ({ provenance }) => count(provenance.threads)],
	['Rounds', ({ provenance }) => rounds(provenance.cluster)],
	['Program', ({ provenance }) => provenance.programVersion ?? NOTHING],
	['Java', ({ provenance }) => provenance.jvm ?? NOTHING],
	['Matrix product library', ({ provenance }) => provenance.library ?? NOTHING],
	['Processor', ({ provenance }) => provenance.cpu ?? NOTHING],
	['Imported', ({ provenance }) => provenance.imported ? 'yes, with the provenance in its archive' : 'no'],
	['Published', (model) => moment(model.createdAt)],
	['SHA-256 of the archive', (model) => model.archiveSha256],
];

/** A row for each hyperparameter that any of some models was trained with. */
function hyperparameterRows(models) {
	const names = new Set(models.flatMap(({ provenance }) => Object.keys(provenance.hyperparameters ?? {})));
	return [...names].map((name) => [name, ({ provenance }) => plain(provenance.hyperparameters?.[name])])
		.filter(([, value]) => models.some((model) => value(model) !== NOTHING));
}

function drawComparison(models) {
	$('comparison').hidden = false;
	$('comparison-title').textContent = (models.length === 1) ? `Provenance of ${models[0].reference}` : 'Compared';
	$('comparison-table').replaceChildren(
		el('thead', {}, el('tr', {}, head('Property'), models.map((model) => head(model.reference)))),
		el('tbody', {}, [...ROWS, ...hyperparameterRows(models)].map(([name, value]) => {
			const values = models.map(value);
			return el('tr', { class: new Set(values).size > 1 ? 'differs' : null }, el('th', { scope: 'row' }, name), values.map((one) => el('td', {}, one)));
		})));
	$('comparison-title').focus();
}

async function importArchive() {
	const [file] = $('archive').files;
	$('archive').value = '';
	if (!file) {
		return;
	}
	importing.begin();
	$('models-status').textContent = `Reading ${file.name} …`;
	upload?.abort();
	upload = new AbortController();
	const { signal } = upload;
	$('import-cancel').hidden = false;
	try {
		const format = /\.safetensors$/i.test(file.name) ? 'safetensors' : 'dl4j';
		const name = file.name.replace(/(-\d+)?\.(zip|safetensors)$/i, '');
		const { reference } = await uploadFile(`models?name=${encodeURIComponent(name)}&format=${format}`, file, 'application/octet-stream', (part) => {
			$('models-status').textContent = (part < 1) ? `${percent(part)} of ${bytes(file.size)}` : `Reading ${file.name} …`;
		}, signal);
		$('models-status').textContent = `Published ${reference}.`;
		await list(null);
	}
	catch (error) {
		$('models-status').textContent = isAbort(error) ? 'Cancelled.' : '';
		importing.refuse(error);
	}
	finally {
		$('import-cancel').hidden = true;
	}
}

$('import-cancel').addEventListener('click', () => upload?.abort());
$('versions-head').append(el('tr', {}, el('th', { scope: 'col', class: 'choose' }, el('span', { class: 'unseen' }, 'Compare')), head('Model'),
	COLUMNS.map(([title, , kind]) => head(title, kind)), head('Actions', 'end')));
$('compare').addEventListener('click', () => drawComparison(versions.filter((version) => chosen.has(version.reference))));
$('more-models').addEventListener('click', () => {
	shown += PAGE;
	list(null);
});
$('archive').addEventListener('change', importArchive);
