// Writing with a model.

import { hasKey, isAbort, path, post, stream, url } from './api.js';
import { $, afterPause, copy, el, showProblem } from './dom.js';
import * as editor from './editor.js';
import { count, duration } from './format.js';
import { keepSeed, settings, temperature } from './knobs.js';
import { fillModels, withModel } from './models-list.js';
import * as next from './next.js';
import { legend } from './surprisal.js';

/** Characters that are offered to go on with. */
const TOP = 10;

/** Characters beyond which a text is not coloured while one writes. */
const MOST_COLOURED = 20_000;

let writing = null;

/** Settles when the list of models is there. */
let filled = Promise.resolve();

let predicting = new AbortController();

let scoring = new AbortController();

export async function show(reference) {
	filled = fillModels($('play-model'), reference);
	await filled;
	const none = model() === '';
	$('no-model').hidden = !none;
	$('generation').hidden = none;
	$('write').disabled = none || writing !== null;
	showProblem($('play-problem'), null);
	refresh();
}

const model = () => $('play-model').value;

function refresh() {
	if (model() === '') {
		return;
	}
	drawCurl();
	$('back').disabled = !editor.canGoBack();
	predict();
	score();
}

const request = () => ({ prompt: editor.text(), ...settings() });

async function write(event) {
	event?.preventDefault();
	if (writing || $('write').disabled) {
		return;
	}
	writing = new AbortController();
	predicting.abort();
	scoring.abort();
	editor.remember();
	busy(true);
	showProblem($('play-problem'), null);
	$('play-status').textContent = 'Writing …';
	try {
		await filled;
		if (model() === '') {
			$('play-status').textContent = '';
			return;
		}
		await withModel($('play-model'), writeWith);
	}
	catch (error) {
		$('play-status').textContent = isAbort(error) ? 'Stopped.' : '';
		showProblem($('play-problem'), isAbort(error) ? null : error);
	}
	finally {
		writing = null;
		busy(false);
		refresh();
	}
}

async function writeWith(reference) {
	let end;
	for await (const { type, data } of stream(path`models/${reference}/generations`, request(), writing.signal)) {
		if (type === 'text') {
			editor.append(data.text);
		}
		else if (type === 'done') {
			end = data;
		}
		else if (type === 'usage') {
			tell(end, data);
		}
		else if (type === 'error') {
			throw new Error(data.detail ?? data.title);
		}
	}
}

function busy(is) {
	$('write').disabled = is;
	$('stop').disabled = !is;
	for (const id of ['clear', 'back']) {
		$(id).disabled = is;
	}
	$('text').readOnly = is;
	if (is && document.activeElement === $('write')) {
		$('stop').focus();
	}
	else if (!is && document.activeElement === $('stop')) {
		$('write').focus();
	}
}

function tell(end, { generatedCharacters, timings }) {
	const seconds = timings ? ` in ${duration(timings.generationSeconds)}` : '';
	$('play-status').replaceChildren(`${count(generatedCharacters)} characters${seconds}, seed ${end.seed}. `,
		el('button', { type: 'button', class: 'link', onclick: () => {
			keepSeed(end.seed);
			refresh();
		} }, 'Keep this seed'));
}

/** Shows what may follow at the caret. */
async function predict() {
	predicting.abort();
	predicting = new AbortController();
	if (writing || model() === '') {
		return;
	}
	next.expectOthers();
	const before = editor.beforeCaret();
	try {
		const { signal } = predicting;
		const answer = await withModel($('play-model'), (reference) => post(path`models/${reference}/predictions`,
			{ text: before, top: TOP, temperature: temperature() }, { signal }));
		showProblem($('play-problem'), null);
		next.draw(answer.predictions[0], editor.scoreBeforeCaret(), (character) => goOnWith(before + character));
	}
	catch (error) {
		if (!isAbort(error)) {
			next.clear();
			showProblem($('play-problem'), error);
		}
	}
}

function goOnWith(text) {
	editor.replace(text);
	if ($('write-after-choice').checked) {
		write();
	}
	else {
		refresh();
	}
}

/** Colours the text by its surprisal. */
async function score() {
	scoring.abort();
	scoring = new AbortController();
	const text = editor.text();
	if (writing || model() === '' || text.length > MOST_COLOURED || [...text].length < 2) {
		editor.colour([]);
		return;
	}
	try {
		const { signal } = scoring;
		const answer = await withModel($('play-model'), (reference) => post(path`models/${reference}/scores`, { text }, { signal }));
		editor.colour(answer.scores[0].characters);
	}
	catch (error) {
		if (!isAbort(error)) {
			editor.colour([]);
		}
	}
}

function drawCurl() {
	const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
	const key = hasKey() ? "  -H \"Authorization: Bearer $API_KEY\" \\\n" : '';
	$('curl').textContent = `curl -N ${quote(url(path`models/${model()}/generations`))} \\\n${key}`
		+ `  -H 'Content-Type: application/json' -H 'Accept: text/event-stream' \\\n  -d ${quote(JSON.stringify(request()))}`;
}

$('legend').replaceChildren(...legend());
const predictSoon = afterPause(60, predict);
const refreshSoon = afterPause(250, refresh);
$('generation').addEventListener('submit', write);
$('stop').addEventListener('click', () => writing?.abort());
$('clear').addEventListener('click', () => {
	editor.replace('');
	refresh();
	$('text').focus();
});
$('back').addEventListener('click', () => {
	editor.goBack();
	refresh();
});
$('copy-curl').addEventListener('click', () => copy($('curl').textContent, $('copy-curl')));
$('generation').addEventListener('input', refreshSoon);
document.addEventListener('selectionchange', () => {
	if (document.activeElement === $('text') && !$('play').hidden) {
		predictSoon();
	}
});
$('text').addEventListener('keydown', (event) => {
	if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
		write(event);
	}
});
