// A new training: a text, a size, a name.

import { isAbort, post } from './api.js';
import { $, afterPause, showProblem } from './dom.js';
import { bytes, count, duration, network } from './format.js';
import { given, showFitted } from './hyperparameters.js';
import { showJob } from './job.js';
import { showJobs } from './jobs.js';
import { fillModels } from './models-list.js';
import * as texts from './texts.js';

/** A job that goes on from a model has that model's size; of the preset, only its time is left. */
const LIMITS = { tiny: '1m', small: '5m', base: '15m', large: '1h' };

let nameIsChosen = false;

let estimating = new AbortController();

export async function show(job) {
	showJobs(job);
	showJob(job);
	await Promise.all([texts.list(), fillModels($('initializeFrom'), null, 'fresh weights')]);
	await prepare();
}

async function prepare() {
	const text = texts.corpus();
	$('start').disabled = !text;
	if (text && !nameIsChosen && document.activeElement !== $('model-name')) {
		$('model-name').value = nameFor(text.name);
	}
	await estimate();
}

/** A name that the service takes, made of a file's. */
function nameFor(text) {
	const name = text.replace(/\.[a-z]{1,4}$/i, '').normalize('NFKD').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+|-+$/g, '')
		.slice(0, 64);
	return (name && !name.startsWith('checkpoint_')) ? name : 'my-model';
}

function request() {
	const from = $('initializeFrom').value;
	const preset = document.querySelector('input[name="preset"]:checked').value;
	return {
		corpus: $('corpus').value, model: $('model-name').value.trim(),
		...(from ? { initializeFrom: from, hyperparameters: { maxDuration: LIMITS[preset], ...given() } } : { preset, hyperparameters: given() }),
	};
}

async function estimate() {
	estimating.abort();
	estimating = new AbortController();
	markField(null);
	if (!texts.corpus()) {
		$('estimate').textContent = '';
		return;
	}
	try {
		const answer = await post('training-jobs/estimates', request(), { signal: estimating.signal });
		showProblem($('new-job-problem'), null);
		showFitted(answer.hyperparameters);
		$('estimate').textContent = inWords(answer);
	}
	catch (error) {
		if (!isAbort(error)) {
			$('estimate').textContent = '';
			refuse(error);
		}
	}
}

function inWords({ hyperparameters, parameters, iterations, iterationsPerEpoch, seconds, charactersPerSecond, memoryBytes, machineBytes }) {
	const passes = iterations ? iterations / iterationsPerEpoch : null;
	const time = seconds === null ? 'The time depends on this machine; after a first training it can be told.'
		: `Trains at most ${duration(seconds)}`
			+ (charactersPerSecond ? ` at about ${count(Math.round(charactersPerSecond / 100) * 100)} characters a second` : '')
			+ (passes ? `, about ${count(Math.max(1, passes))} ${passes < 1.5 ? 'pass' : 'passes'} over the text.` : '.');
	return `${network(hyperparameters)}: ${count(parameters)} weights. ${time} Takes about ${bytes(memoryBytes)} of the machine’s ${bytes(machineBytes)}.`;
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

texts.listen({
	choosing() {
		nameIsChosen = false;
	},
	chosen: prepare,
});
const estimateSoon = afterPause(250, estimate);
$('new-job').addEventListener('submit', start);
$('new-job').addEventListener('input', ({ target }) => {
	if (target.id === 'model-name') {
		nameIsChosen = target.value !== '';
	}
	if (target.id !== 'file' && target.id !== 'corpus') {
		estimateSoon();
	}
});
