// A new training: a text, a size, a name.

import { Action } from './action.js';
import { get, isAbort, post } from './api.js';
import { $, afterPause } from './dom.js';
import { bytes, count, duration, network, rounds, wordsOf } from './format.js';
import { fieldOf, give, given, offerTexts, showFitted } from './hyperparameters.js';
import { showJob, showRunning } from './job.js';
import { fillModels } from './models-list.js';
import * as texts from './texts.js';

/** A job that starts from a model has that model's size; of the preset, only its time is left. */
const LIMITS = { auto: '5m', tiny: '1m', small: '5m', base: '15m', large: '1h' };

const FIELDS = { model: 'model-name', corpus: 'corpus', initializeFrom: 'initializeFrom', tags: 'tags' };

const starting = new Action($('new-job-problem'), (name) => fieldOf(name.replace(/^hyperparameters\./, '')) ?? $(FIELDS[name] ?? ''));

let nameIsChosen = false;

let estimating = new AbortController();

/** Shows a job, or, as `again/job_...`, the form with a job's settings. */
export async function show(place) {
	const again = place?.startsWith('again/') ? place.slice('again/'.length) : null;
	showJob(again ? null : place);
	const [jobs] = await Promise.all([fillModels($('initializeFrom'), null, 'new weights'), texts.list()]);
	showRunning(jobs);
	if (again) {
		await take(again);
	}
	await prepare();
}

/** Takes over the text, settings and name of a job. */
async function take(id) {
	const job = await get(`training-jobs/${encodeURIComponent(id)}`);
	await texts.choose(job.corpus);
	const preset = document.querySelector(`input[name="preset"][value="${job.preset}"]`);
	preset.checked = true;
	const { cluster, validationCorpus } = job;
	give({ ...Object.fromEntries(job.changed.map((name) => [name, job.hyperparameters[name]])), ...(cluster && { cluster }), ...(validationCorpus && { validationCorpus }) });
	$('tags').value = job.tags.join(' ');
	await fillModels($('initializeFrom'), job.initializeFrom, 'new weights');
	$('initializeFrom').value = job.initializeFrom ?? '';
	$('model-name').value = job.model;
	nameIsChosen = true;
	// Once: what is changed from here on is not to be taken over again.
	history.replaceState(null, '', '#train');
	$('new-job-title').focus();
}

async function prepare() {
	const text = texts.corpus();
	offerTexts(texts.others());
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
	const tags = wordsOf($('tags').value);
	const { hyperparameters, ofTheJob } = given();
	return {
		corpus: $('corpus').value, model: $('model-name').value.trim(), ...(tags.length > 0 ? { tags } : {}), ...ofTheJob,
		...(from ? { initializeFrom: from, hyperparameters: { maxDuration: LIMITS[preset], ...hyperparameters } } : { preset, hyperparameters }),
	};
}

async function estimate() {
	estimating.abort();
	estimating = new AbortController();
	if (!texts.corpus()) {
		$('estimate').textContent = '';
		return;
	}
	try {
		const answer = await post('training-jobs/estimates', request(), { signal: estimating.signal, safe: true });
		starting.begin();
		showFitted({ ...answer.hyperparameters, cluster: answer.cluster });
		$('estimate').textContent = inWords(answer);
	}
	catch (error) {
		if (!isAbort(error)) {
			$('estimate').textContent = '';
			starting.refuse(error);
		}
	}
}

function inWords({ hyperparameters, cluster, parameters, iterations, iterationsPerEpoch, seconds, charactersPerSecond, memoryBytes, machineBytes }) {
	const passes = iterations ? iterations / iterationsPerEpoch : null;
	const time = seconds === null ? 'The time depends on this machine; it can be estimated after the first job.'
		: `Trains at most ${duration(seconds)}`
			+ (charactersPerSecond ? ` at about ${count(Math.round(charactersPerSecond / 100) * 100)} characters a second` : '')
			+ (passes ? `, about ${count(Math.max(1, passes))} ${passes < 1.5 ? 'pass' : 'passes'} over the text.` : '.');
	const split = cluster ? ` ${rounds(cluster)}.${cluster.advice ? ` ${cluster.advice}` : ''}` : '';
	return `${network(hyperparameters)}: ${count(parameters)} weights. ${time}${split} Takes about ${bytes(memoryBytes)} of the machine’s ${bytes(machineBytes)}.`;
}

async function start(event) {
	event.preventDefault();
	starting.begin();
	$('start').disabled = true;
	try {
		const job = await post('training-jobs', request());
		location.hash = `#train/${job.id}`;
		window.scrollTo({ top: 0 });
	}
	catch (error) {
		starting.refuse(error);
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
	if (target.id !== 'file' && target.id !== 'corpus' && target.id !== 'documents') {
		estimateSoon();
	}
});
