// Writing with a model.

import { Action } from './action.js';
import { hasKey, isAbort, path, post, stream, url } from './api.js';
import { $, afterPause, copy, el } from './dom.js';
import * as drafts from './drafts.js';
import * as editor from './editor.js';
import { count, duration } from './format.js';
import * as history from './history.js';
import * as hover from './hover.js';
import { fieldOf, keepSeed, restore, settings, temperature, unknownCharacters } from './knobs.js';
import { fillModels, withModel } from './models-list.js';
import * as next from './next.js';
import { isMuch, Reader } from './reader.js';
import { legend } from './surprisal.js';
import { endInWords } from './words.js';

/** Characters that are offered to go on with. */
const TOP = 10;

/** Characters beyond which a text is not colored while one writes. */
const MOST_COLORED = 20_000;

/** Places that a rank is looked for among. */
const MOST_RANKED = 10_000;

const generating = new Action($('play-problem'), (name) => name === 'prompt' ? $('text') : name === 'n' ? $('texts') : fieldOf(name));

const expecting = new Action($('next-problem'));

let writing = null;

/** Settles when the list of models is there. */
let filled = Promise.resolve();

let predicting = new AbortController();

let scoring = new AbortController();

/** What was read of a long text; null if texts are short. */
let reader = null;

/** Models whose sessions the service has refused, as beyond a quota: they read whole texts. */
const withoutReader = new Set();

export async function show(reference) {
	filled = fillModels($('play-model'), reference);
	await filled;
	rivalsOf();
	const none = model() === '';
	$('no-model').hidden = !none;
	$('generation').hidden = none;
	$('write').disabled = none || writing !== null;
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
	generating.begin();
	$('play-status').textContent = 'Writing …';
	try {
		await filled;
		if (model() === '') {
			$('play-status').textContent = '';
			return;
		}
		await (several() ? writeSeveral() : withModel($('play-model'), writeWith));
	}
	catch (error) {
		$('play-status').textContent = isAbort(error) ? 'Stopped.' : '';
		generating.refuse(error);
	}
	finally {
		writing = null;
		busy(false);
		refresh();
	}
}

/** Every model may be the other one. */
function rivalsOf() {
	const before = $('rival').value;
	$('rival').replaceChildren(el('option', { value: '' }, 'no other model'), ...[...$('play-model').children].map((one) => one.cloneNode(true)));
	$('rival').value = [...$('rival').options].some(({ value }) => value === before) ? before : '';
}

const rivals = () => [model(), $('rival').value].filter((one, index, all) => one !== '' && all.indexOf(one) === index);

const several = () => Number($('texts').value) !== 1 || rivals().length > 1 || $('both').checked;

async function writeSeveral() {
	const all = drafts.variants(rivals(), settings(), $('both').checked);
	await drafts.write(editor.text(), all, Number($('texts').value), writing.signal, bringBack, history.remember);
	$('play-status').textContent = 'Use one of these, or generate again.';
}

/** Sets model, settings, seed and text exactly as they were. */
async function bringBack({ model: reference, prompt, settings: given, text }) {
	restore(given);
	$('texts').value = '1';
	$('rival').value = '';
	$('both').checked = false;
	await fillModels($('play-model'), reference);
	editor.replace(prompt + text, prompt.length);
	$('play-status').textContent = `The text of ${reference} with seed ${given.seed}. “Back” and “Generate” reproduce it.`;
	refresh();
	$('text').focus();
}

async function writeWith(reference) {
	let end;
	let text = '';
	const asked = request();
	$('drafts').hidden = true;
	for await (const { type, data } of stream(path`models/${reference}/generations`, asked, writing.signal)) {
		if (type === 'text') {
			text += data.text;
			editor.append(data.text);
		}
		else if (type === 'done') {
			end = data;
		}
		else if (type === 'usage') {
			tell(end, data);
			const { prompt, ...given } = asked;
			history.remember({ model: reference, prompt, settings: { ...given, seed: end.seed }, text });
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
	$('play-status').replaceChildren(`${count(generatedCharacters)} characters${seconds}, seed ${end.seed}. ${endInWords(end)} `,
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
		const answer = await withModel($('play-model'), (reference) => predictAfter(reference, before, signal));
		expecting.begin();
		next.draw(answer.predictions[0], editor.scoreBeforeCaret(), (character) => goOnWith(before + character));
	}
	catch (error) {
		if (!isAbort(error)) {
			next.clear();
			expecting.refuse(error);
		}
	}
}

/** A long text is read in a session, so that the caret's next place costs only what is new. */
async function predictAfter(reference, text, signal) {
	const settings = { top: TOP, temperature: temperature() };
	if (isMuch(text, size()) && !withoutReader.has(reference)) {
		try {
			if (reader?.model !== reference || reader.unknownCharacters !== unknownCharacters()) {
				reader?.close();
				reader = new Reader(reference, unknownCharacters());
			}
			return await reader.predict(text, settings, signal);
		}
		catch (error) {
			if (isAbort(error)) {
				throw error;
			}
			reader.close();
			reader = null;
			if (error.status !== 422) {
				withoutReader.add(reference);
			}
		}
	}
	return post(path`models/${reference}/predictions`, { text, ...settings, unknownCharacters: unknownCharacters() }, { signal, safe: true });
}

/** Of the chosen model; none where the page does not know it. */
function size() {
	const { layers = 0, hiddenSize = 0 } = $('play-model').selectedOptions[0]?.dataset ?? {};
	return { layers: Number(layers), hiddenSize: Number(hiddenSize) };
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

/** Colors the text by its surprisal. */
async function score() {
	scoring.abort();
	scoring = new AbortController();
	const text = editor.text();
	if (writing || model() === '' || text.length > MOST_COLORED || [...text].length < 2) {
		editor.color([]);
		return;
	}
	try {
		const { signal } = scoring;
		const answer = await withModel($('play-model'), (reference) => post(path`models/${reference}/scores`,
			{ text, unknownCharacters: unknownCharacters() }, { signal, safe: true }));
		editor.color(answer.scores[0].characters);
	}
	catch (error) {
		if (!isAbort(error)) {
			editor.color([]);
		}
	}
}

/** How likely a character was after a text, and how many were likelier. */
async function rank(text, character) {
	if (writing || model() === '') {
		return null;
	}
	try {
		const { predictions: [{ characters }] } = await post(path`models/${model()}/predictions`, { text, top: MOST_RANKED, unknownCharacters: unknownCharacters() });
		const index = characters.findIndex((one) => one.character === character);
		return index < 0 ? null : { rank: index + 1, probability: characters[index].probability };
	}
	catch (error) {
		return null;
	}
}

function drawCurl() {
	const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;
	const key = hasKey() ? "  -H \"Authorization: Bearer $API_KEY\" \\\n" : '';
	$('curl').textContent = `curl -N ${quote(url(path`models/${model()}/generations`))} \\\n${key}`
		+ `  -H 'Content-Type: application/json' -H 'Accept: text/event-stream' \\\n  -d ${quote(JSON.stringify(request()))}`;
}

$('legend').replaceChildren(...legend(), el('span', { class: 'generated' }, 'generated'));
history.listen(bringBack);
hover.watch($('text'), $('backdrop'), rank);
window.addEventListener('pagehide', () => reader?.close());
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
