// A new training: a text, a size, a name.

import { get, path, post, remove, send } from './api.js';
import { $, afterPause, confirmed, el, showProblem } from './dom.js';
import { bytes, count, duration, isoSeconds, network } from './format.js';
import { showJob } from './job.js';
import { showJobs } from './jobs.js';
import { fillModels } from './models-list.js';

const HYPERPARAMETERS = [
	['cell', 'Cell', ['LSTM', 'GRU', 'RNN']], ['layers', 'Layers'], ['hiddenSize', 'Hidden size'],
	['dropout', 'Dropout'], ['batchSize', 'Batch size'], ['sequenceLength', 'Sequence length'],
	['maxDuration', 'At most this long', 'text'], ['epochs', 'Epochs'], ['maxIterations', 'Iterations'],
	['learningRate', 'Learning rate'], ['schedule.type', 'Schedule', ['cosine', 'constant', 'step']],
	['gradientClip.threshold', 'Gradient clip'], ['validationFraction', 'Validation part'],
	['validateEvery', 'Validate every'], ['checkpointEvery', 'Checkpoint every'],
	['earlyStopping', 'Early stopping'], ['seed', 'Seed'],
];

let corpora = [];

let nameIsChosen = false;

let estimating = new AbortController();

export async function show(job) {
	showJobs(job);
	showJob(job);
	await Promise.all([loadCorpora(), fillModels($('initializeFrom'), null, 'fresh weights')]);
	await estimate();
}

async function loadCorpora(chosen) {
	const before = chosen ?? $('corpus').value;
	corpora = (await get('corpora?limit=500')).items;
	$('corpus').replaceChildren(...(corpora.length === 0 ? [el('option', { value: '' }, 'none yet')] : []),
		...corpora.map((corpus) => el('option', { value: corpus.id }, `${corpus.name} (${count(corpus.characters)} characters)`)));
	if (corpora.some((corpus) => corpus.id === before)) {
		$('corpus').value = before;
	}
	await showCorpus();
}

const corpus = () => corpora.find((one) => one.id === $('corpus').value);

async function showCorpus() {
	const one = corpus();
	$('corpus-facts').textContent = one ? `${count(one.characters)} characters, ${count(one.alphabetSize)} different ones` : '';
	$('corpus-text').hidden = $('corpus-actions').hidden = !one;
	$('start').disabled = !one;
	if (!one) {
		$('estimate').textContent = '';
		return;
	}
	if (!nameIsChosen) {
		$('model-name').value = nameFor(one.name);
	}
	const response = await send('GET', path`corpora/${one.id}/text` + '?characters=400', { headers: { Accept: 'text/plain' } });
	$('corpus-text').textContent = await response.text();
}

/** A name that the service takes, made of a file's. */
function nameFor(text) {
	const name = text.replace(/\.[a-z]{1,4}$/i, '').normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+|-+$/g, '')
		.slice(0, 64);
	return (name && !name.startsWith('checkpoint_')) ? name : 'my-model';
}

async function upload(file) {
	showProblem($('new-job-problem'), null);
	$('corpus-facts').textContent = `Reading ${file.name} …`;
	try {
		const name = [...file.name].slice(0, 200).join('');
		const response = await send('POST', `corpora?name=${encodeURIComponent(name)}`, { body: file, type: 'text/plain' });
		await taken(await response.json());
	}
	catch (error) {
		$('corpus-facts').textContent = '';
		showProblem($('new-job-problem'), error);
	}
}

async function takeSample(name) {
	showProblem($('new-job-problem'), null);
	$('corpus-facts').textContent = `Reading ${name} …`;
	try {
		await taken(await post(`corpora?sample=${encodeURIComponent(name)}`));
	}
	catch (error) {
		$('corpus-facts').textContent = '';
		showProblem($('new-job-problem'), error);
	}
}

async function taken(one) {
	nameIsChosen = false;
	await loadCorpora(one.id);
	await estimate();
}

function request() {
	const hyperparameters = {};
	for (const [name] of HYPERPARAMETERS) {
		const text = $(name).value.trim();
		if (text !== '') {
			put(hyperparameters, name.split('.'), value(name, text));
		}
	}
	const from = $('initializeFrom').value;
	const preset = document.querySelector('input[name="preset"]:checked').value;
	return {
		corpus: $('corpus').value, model: $('model-name').value.trim(), hyperparameters,
		...(from ? { initializeFrom: from, hyperparameters: { maxDuration: LIMITS[preset], ...hyperparameters } } : { preset }),
	};
}

/** A job that goes on from a model has that model's size; of the preset, only its time is left. */
const LIMITS = { tiny: '1m', small: '5m', base: '15m', large: '1h' };

/** Numbers as numbers; what is none goes as it is, for the service to say what it wants. */
function value(name, text) {
	const isText = name === 'maxDuration' || name === 'cell' || name === 'schedule.type';
	return (!isText && text !== '' && Number.isFinite(Number(text))) ? Number(text) : text;
}

function put(object, [first, ...rest], what) {
	if (rest.length === 0) {
		object[first] = what;
	}
	else {
		put(object[first] ??= {}, rest, what);
	}
}

async function estimate() {
	estimating.abort();
	estimating = new AbortController();
	markField(null);
	if (!corpus()) {
		return;
	}
	try {
		const answer = await post('training-jobs/estimates', request(), { signal: estimating.signal });
		showProblem($('new-job-problem'), null);
		showEstimate(answer);
	}
	catch (error) {
		if (error.name !== 'AbortError') {
			$('estimate').textContent = '';
			refuse(error);
		}
	}
}

function showEstimate(it) {
	for (const [name] of HYPERPARAMETERS) {
		const fitted = name.split('.').reduce((object, part) => object?.[part], it.hyperparameters);
		const field = $(name);
		if (field.tagName === 'SELECT') {
			field.options[0].textContent = fitted;
		}
		else {
			field.placeholder = (name === 'maxDuration' && fitted) ? `${isoSeconds(fitted)}s` : fitted ?? 'none';
		}
	}
	const passes = it.iterations ? it.iterations / it.iterationsPerEpoch : null;
	const time = it.seconds === null ? 'The time depends on this machine; after a first training it can be told.'
		: `Trains at most ${duration(it.seconds)}`
			+ (it.charactersPerSecond ? ` at about ${count(Math.round(it.charactersPerSecond / 100) * 100)} characters a second` : '')
			+ (passes ? `, about ${count(Math.max(1, passes))} ${passes < 1.5 ? 'pass' : 'passes'} over the text.` : '.');
	$('estimate').textContent = `${network(it.hyperparameters)}: ${count(it.parameters)} weights. ${time}`
		+ ` Takes about ${bytes(it.memoryBytes)} of the machine’s ${bytes(it.machineBytes)}.`;
}

function refuse(error) {
	showProblem($('new-job-problem'), error);
	markField(error.field);
}

function markField(name) {
	for (const field of $('new-job').querySelectorAll('[aria-invalid]')) {
		field.removeAttribute('aria-invalid');
	}
	const field = name && ($(name) ?? $('new-job').elements[name]);
	if (field instanceof HTMLElement && $('new-job').contains(field)) {
		field.setAttribute('aria-invalid', 'true');
		const details = field.closest('details');
		if (details) {
			details.open = true;
		}
	}
}

async function start(event) {
	event.preventDefault();
	showProblem($('new-job-problem'), null);
	$('start').disabled = true;
	try {
		const job = await post('training-jobs', request());
		location.hash = `#train/${job.id}`;
		window.scrollTo({ top: 0 });
	}
	catch (error) {
		refuse(error);
	}
	finally {
		$('start').disabled = false;
	}
}

async function deleteCorpus() {
	const one = corpus();
	if (await confirmed(`Delete the text “${one.name}”? Models that learned it stay.`, 'Delete')) {
		try {
			await remove(path`corpora/${one.id}`);
			await loadCorpora();
			await estimate();
		}
		catch (error) {
			showProblem($('new-job-problem'), error);
		}
	}
}

function buildFields() {
	for (const [name, label, kind] of HYPERPARAMETERS) {
		const field = Array.isArray(kind)
			? el('select', { id: name }, el('option', { value: '' }, ''), kind.map((one) => el('option', { value: one }, one)))
			: el('input', { id: name, autocomplete: 'off', inputMode: kind ?? 'decimal' });
		$('hyperparameters').append(el('div', {}, el('label', { htmlFor: name }, label), field));
	}
	$('hyperparameters').append(el('div', { class: 'wide' }, el('label', { htmlFor: 'initializeFrom' }, 'Go on from'),
		el('select', { id: 'initializeFrom' }, el('option', { value: '' }, 'fresh weights'))));
}

async function buildSamples() {
	const { items } = await get('samples');
	$('samples').append(...items.map((sample) => el('button', { type: 'button', title: sample.description, onclick: () => takeSample(sample.name) },
		sample.name)));
}

buildFields();
buildSamples();
const estimateSoon = afterPause(250, estimate);
$('new-job').addEventListener('submit', start);
$('new-job').addEventListener('input', (event) => {
	if (event.target.id === 'model-name') {
		nameIsChosen = event.target.value !== '';
	}
	if (event.target.id === 'corpus') {
		nameIsChosen = false;
		showCorpus();
	}
	if (event.target.id !== 'file') {
		estimateSoon();
	}
});
$('file').addEventListener('change', () => {
	if ($('file').files.length > 0) {
		upload($('file').files[0]);
		$('file').value = '';
	}
});
$('delete-corpus').addEventListener('click', deleteCorpus);
for (const type of ['dragenter', 'dragover', 'dragleave', 'drop']) {
	$('drop').addEventListener(type, (event) => {
		event.preventDefault();
		$('drop').classList.toggle('over', type === 'dragenter' || type === 'dragover');
		if (type === 'drop' && event.dataTransfer.files.length > 0) {
			upload(event.dataTransfer.files[0]);
		}
	});
}
