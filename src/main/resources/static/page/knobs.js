// How a model is to write.

import { $, el } from './dom.js';
import { numberOf } from './format.js';

/** Name in the API, label, what holds if nothing is given. The first two are always seen. */
const KNOBS = [
	['maxCharacters', 'Characters', '300'], ['seed', 'Seed', 'drawn'],
	['topK', 'Top k', 'all'], ['topP', 'Top p', '1'], ['minP', 'Min p', '0'], ['typicalP', 'Typical p', '1'],
	['repetitionPenalty', 'Repetition penalty', '1'], ['presencePenalty', 'Presence penalty', '0'], ['frequencyPenalty', 'Frequency penalty', '0'],
	['penaltyWindow', 'Penalty window', 'whole text'], ['noRepeatNgramSize', 'No repeated n-grams of', 'any'],
	['stop', 'Stop at', 'nothing'], ['minCharacters', 'Minimum characters', '0'], ['label', 'Label', 'none'],
	['pattern', 'Pattern', 'any'], ['choices', 'Choices, separated by |', 'any'], ['jsonSchema', 'JSON schema', 'none'],
];

const ALWAYS_SEEN = 2;

const TEXTS = new Set(['stop', 'pattern', 'choices', 'jsonSchema', 'label']);

/** Those of several lines, where an error may name one. */
const LINES = new Set(['jsonSchema']);

const USUAL_CHARACTERS = 300;

const fields = {};

export const temperature = () => Number($('temperature').value);

/** Whether characters that the model does not know are left out. */
export const unknownCharacters = () => $('play-skip').checked ? 'skip' : 'error';

/** The control of a field of the API, or null. */
export const fieldOf = (name) => (name === 'temperature') ? $('temperature') : fields[name.replace(/\[.*/, '')] ?? null;

/** What a request has beside its prompt. */
export function settings() {
	const given = { temperature: temperature(), maxCharacters: USUAL_CHARACTERS };
	for (const [name, field] of Object.entries(fields)) {
		if (field.value !== '') {
			given[name] = value(name, field.value);
		}
	}
	if ($('play-mixture').checked) {
		given.mixture = true;
	}
	if ($('play-skip').checked) {
		given.unknownCharacters = 'skip';
	}
	return given;
}

/** Sets everything as a request had it. */
export function restore(given) {
	$('temperature').value = given.temperature;
	showTemperature();
	for (const [name, field] of Object.entries(fields)) {
		field.value = (given[name] === undefined || (name === 'maxCharacters' && given[name] === USUAL_CHARACTERS)) ? '' : written(name, given[name]);
	}
	$('play-mixture').checked = given.mixture === true;
	$('play-skip').checked = given.unknownCharacters === 'skip';
}

/** Numbers as numbers; what is none goes as it is, for the service to say what it wants. */
function value(name, text) {
	if (name === 'stop') {
		return [text.replaceAll('\\n', '\n')];
	}
	if (name === 'choices') {
		return text.split('|');
	}
	if (name === 'jsonSchema') {
		return parsed(text);
	}
	return TEXTS.has(name) ? text : numberOf(text);
}

function written(name, given) {
	if (name === 'stop') {
		return given[0].replaceAll('\n', '\\n');
	}
	if (name === 'choices') {
		return given.join('|');
	}
	return (typeof given === 'object') ? JSON.stringify(given) : String(given);
}

/** JSON; what is none goes as it is. */
function parsed(text) {
	try {
		return JSON.parse(text);
	}
	catch (unreadable) {
		return text;
	}
}

export function keepSeed(seed) {
	$('knob-seed').value = seed;
}

function showTemperature() {
	$('temperature-value').textContent = temperature();
}

KNOBS.forEach(([name, label, usual], index) => {
	const several = LINES.has(name);
	const field = el(several ? 'textarea' : 'input', { id: `knob-${name}`, placeholder: usual, autocomplete: 'off', inputMode: TEXTS.has(name) ? 'text' : 'decimal', 'aria-describedby': `knob-${name}-help`, rows: several && 1 });
	$(index < ALWAYS_SEEN ? 'knobs' : 'more-knobs').append(el('div', {}, el('label', { htmlFor: field.id }, label), field,
		el('small', { id: `knob-${name}-help`, class: 'help', hidden: true })));
	fields[name] = field;
});
$('temperature').addEventListener('input', showTemperature);
$('more').addEventListener('toggle', async () => {
	const help = await import('./help.js');
	help.explain(fields, await help.properties('GenerationRequest'));
}, { once: true });
