// Writing with a model.

import { hasKey, path, post, stream, url } from './api.js';
import { $, afterPause, copy, el, showProblem } from './dom.js';
import * as editor from './editor.js';
import { count, duration, glyph, number, spoken } from './format.js';
import { fillModels, withModel } from './models-list.js';
import { legend } from './surprisal.js';

const KNOBS = [
	['maxCharacters', 'Characters', '300'], ['seed', 'Seed', 'drawn'], ['topK', 'Top k', 'all'], ['topP', 'Top p', '1'],
	['minP', 'Min p', '0'], ['typicalP', 'Typical p', '1'], ['repetitionPenalty', 'Repetition', '1'], ['presencePenalty', 'Presence', '0'],
	['frequencyPenalty', 'Frequency', '0'], ['stop', 'Stop at', 'nothing'], ['pattern', 'Pattern', 'any'],
];

const TEXTS = new Set(['stop', 'pattern']);

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
	const none = $('play-model').options.length === 0;
	$('write').disabled = none || writing !== null;
	if (none) {
		showProblem($('play-problem'), { message: 'There is no model yet. Train one first; it can be tried while it trains.' });
		return;
	}
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

function settings() {
	const given = { temperature: Number($('temperature').value), maxCharacters: 300 };
	for (const [name] of KNOBS) {
		const text = $(`knob-${name}`).value;
		if (text !== '') {
			given[name] = (name === 'stop') ? [text.replaceAll('\\n', '\n')] : (!TEXTS.has(name) && Number.isFinite(Number(text))) ? Number(text) : text;
		}
	}
	return given;
}

function request() {
	return { prompt: editor.text(), ...settings() };
}

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
		$('play-status').textContent = (error.name === 'AbortError') ? 'Stopped.' : '';
		if (error.name !== 'AbortError') {
			showProblem($('play-problem'), error);
		}
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
			$('knob-seed').value = end.seed;
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
	$('next').classList.add('stale');
	const before = editor.beforeCaret();
	try {
		const { signal } = predicting;
		const answer = await withModel($('play-model'), (reference) => post(path`models/${reference}/predictions`,
			{ text: before, top: TOP, temperature: Number($('temperature').value) }, { signal }));
		drawPrediction(before, answer.predictions[0]);
	}
	catch (error) {
		if (error.name !== 'AbortError') {
			$('next').replaceChildren();
			$('next-facts').textContent = '';
			showProblem($('play-problem'), error);
		}
	}
}

function drawPrediction(before, { characters, entropy }) {
	showProblem($('play-problem'), null);
	const focused = [...$('next').querySelectorAll('button')].indexOf(document.activeElement);
	$('next').classList.remove('stale');
	$('next').replaceChildren(...characters.map(({ character, probability }) => {
		const percent = `${number(probability * 100)} %`;
		const bar = el('span', { class: 'bar' });
		bar.style.width = `${probability * 100}%`;
		return el('li', {}, el('button', { type: 'button', 'aria-label': `${spoken(character)}, ${percent}`, onclick: () => choose(before, character) },
			el('span', { class: 'glyph' }, glyph(character)), el('span', { class: 'track' }, bar), el('span', { class: 'percent' }, percent)));
	}));
	if (focused >= 0) {
		$('next').querySelectorAll('button')[Math.min(focused, characters.length - 1)]?.focus();
	}
	const score = editor.scoreBeforeCaret();
	const last = score && score.surprisal !== null
		? ` “${glyph(score.character)}” before it had ${number(Math.exp(-score.surprisal) * 100)} %, a surprisal of ${number(score.surprisal)} nats.` : '';
	$('next-facts').textContent = `Entropy ${number(entropy)} nats: as undecided as among ${number(Math.exp(entropy))} equally likely characters.${last}`;
}

function choose(before, character) {
	editor.replace(before + character);
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
		if (error.name !== 'AbortError') {
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

for (const [name, label, usual] of KNOBS) {
	$('knobs').append(el('div', {}, el('label', { htmlFor: `knob-${name}` }, label),
		el('input', { id: `knob-${name}`, placeholder: usual, autocomplete: 'off', inputMode: TEXTS.has(name) ? 'text' : 'decimal' })));
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
$('generation').addEventListener('input', (event) => {
	if (event.target === $('temperature')) {
		$('temperature-value').textContent = Number($('temperature').value).toFixed(2);
	}
	refreshSoon();
});
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
