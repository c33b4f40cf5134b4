// The fields of all hyperparameters.

import { $, el } from './dom.js';
import { isoSeconds, numberOf } from './format.js';

const GROUPS = [
	['Network', [
		['cell', 'Cell', ['LSTM', 'GRU', 'RNN']], ['layers', 'Layers'], ['hiddenSize', 'Hidden size'],
		['normalization', 'Normalization', ['none', 'rms']], ['dropout', 'Dropout'],
	]],
	['Stopping', [
		['maxDuration', 'Time limit', 'text'], ['epochs', 'Epochs'], ['maxIterations', 'Iterations'], ['earlyStopping', 'Early stopping'],
	]],
	['Optimization', [
		['batchSize', 'Batch size'], ['sequenceLength', 'Sequence length'], ['optimizer', 'Optimizer', ['adam', 'soap']],
		['learningRate', 'Learning rate'], ['schedule.type', 'Schedule', ['cosine', 'constant', 'step']],
		['schedule.warmupIterations', 'Warm-up iterations'], ['schedule.finalFraction', 'Final rate fraction'],
		['schedule.stepEvery', 'Iterations per step'], ['schedule.stepFactor', 'Step factor'],
		['gradientClip.type', 'Clip gradient by', ['norm', 'element']], ['gradientClip.threshold', 'Clipping threshold'],
		['weightDecay', 'Weight decay'], ['averaging', 'Weight averaging'],
	]],
	['Validation and checkpoints', [
		['validationFraction', 'Validation part'], ['validationSplit', 'Validation split', ['end', 'documents']],
		['validationCorpus', 'Validate on', []], ['validateEvery', 'Validate every'], ['checkpointEvery', 'Checkpoint every'],
	]],
	['Numbers', [
		['precision', 'Precision', ['auto', 'float32', 'bfloat16']], ['seed', 'Seed'], ['engine', 'Engine', ['fused', 'dl4j']],
	]],
	['Distributed training', [
		['cluster.workers', 'Workers'], ['cluster.localIterations', 'Iterations per round'], ['cluster.threadsPerWorker', 'Threads per worker'],
		['cluster.outer.rate', 'Outer learning rate'], ['cluster.outer.momentum', 'Outer momentum'],
	]],
];

/** Fields of a job that are no hyperparameters. */
const OF_THE_JOB = ['cluster', 'validationCorpus', 'engine'];

/** What holds where nothing is chosen, if estimates do not tell. */
const UNLESS_CHOSEN = { validationCorpus: 'a part of the text', engine: 'the fastest' };

/** By their names in the API; those that this page has no label for join when the API's document is there. */
const fields = {};

/** The control of a field of the API, or null. */
export const fieldOf = (name) => fields[name] ?? null;

/** What is given, nested as the service wants it: hyperparameters, and fields of the job. */
export function given() {
	const all = allGiven();
	const ofTheJob = Object.fromEntries(OF_THE_JOB.filter((name) => name in all).map((name) => [name, all[name]]));
	OF_THE_JOB.forEach((name) => delete all[name]);
	return { hyperparameters: all, ofTheJob };
}

function allGiven() {
	const all = {};
	for (const [name, field] of Object.entries(fields)) {
		const text = field.value.trim();
		if (text !== '') {
			put(all, name.split('.'), field.dataset.text ? text : numberOf(text));
		}
	}
	return all;
}

function put(object, [first, ...rest], what) {
	if (rest.length === 0) {
		object[first] = what;
	}
	else {
		put(object[first] ??= {}, rest, what);
	}
}

/** Gives some hyperparameters and fields of a job, and no others. */
export function give(some) {
	for (const [name, field] of Object.entries(fields)) {
		const one = name.split('.').reduce((object, part) => object?.[part], some);
		field.value = (one === undefined || one === null) ? '' : readable(name, one);
	}
	$('details').open = Object.keys(some).length > 0;
}

const readable = (name, what) => (name === 'maxDuration') ? `${isoSeconds(what) ?? what}s`.replace(/ss$/, 's') : String(what);

/** Offers texts to validate on. */
export function offerTexts(texts) {
	const field = fields.validationCorpus;
	const before = field.value;
	field.replaceChildren(el('option', { value: '' }, UNLESS_CHOSEN.validationCorpus), ...texts.map(({ id, name }) => el('option', { value: id }, name)));
	field.value = texts.some(({ id }) => id === before) ? before : '';
}

/** Shows in gray what the service takes where nothing is given. */
export function showFitted(all) {
	for (const [name, field] of Object.entries(fields)) {
		const fitted = name.split('.').reduce((object, part) => object?.[part], all);
		if (field.tagName === 'SELECT') {
			field.options[0].textContent = UNLESS_CHOSEN[name] ?? fitted ?? 'none';
		}
		else {
			field.placeholder = (name === 'maxDuration' && fitted) ? `${isoSeconds(fitted)}s` : fitted ?? 'none';
		}
	}
}

function add(group, name, label, kind) {
	const field = Array.isArray(kind)
		? el('select', { id: name }, el('option', { value: '' }, ''), kind.map((one) => el('option', { value: one }, one)))
		: el('input', { id: name, autocomplete: 'off', inputMode: kind ?? 'decimal' });
	if (kind) {
		field.dataset.text = 'text';
	}
	field.setAttribute('aria-describedby', `${name}-help`);
	group.append(el('div', {}, el('label', { htmlFor: name }, label), field, el('small', { id: `${name}-help`, class: 'help', hidden: true })));
	fields[name] = field;
}

const groupOf = (title) => {
	const node = el('div', { class: 'fields' });
	$('hyperparameters').append(el('fieldset', {}, el('legend', {}, title), node));
	return node;
};

/** Says what each is, and adds those that the service has and this page does not know. */
async function explain() {
	const help = await import('./help.js');
	const [hyperparameters, cluster, job] = await Promise.all([help.properties('SomeHyperparameters'), help.properties('SomeCluster', 'cluster.'), help.properties('NewTrainingJob')]);
	const described = { ...hyperparameters, ...cluster, validationCorpus: job.validationCorpus, engine: job.engine };
	const others = Object.keys(described).filter((name) => !fields[name]);
	if (others.length > 0) {
		const group = groupOf('Others');
		others.forEach((name) => add(group, name, name, described[name].enum ?? (described[name].type?.includes('string') ? 'text' : undefined)));
	}
	help.explain(fields, described);
}

for (const [title, all] of GROUPS) {
	const group = groupOf(title);
	all.forEach(([name, label, kind]) => add(group, name, label, kind));
}
$('hyperparameters').prepend(el('p', {}, el('label', { htmlFor: 'initializeFrom' }, 'Start from'),
	el('select', { id: 'initializeFrom' }, el('option', { value: '' }, 'new weights'))));
$('details').addEventListener('toggle', explain, { once: true });
