// How a model is to write.

import { $, el } from './dom.js';

const KNOBS = [
	['maxCharacters', 'Characters', '300'], ['seed', 'Seed', 'drawn'], ['topK', 'Top k', 'all'], ['topP', 'Top p', '1'],
	['minP', 'Min p', '0'], ['typicalP', 'Typical p', '1'], ['repetitionPenalty', 'Repetition', '1'], ['presencePenalty', 'Presence', '0'],
	['frequencyPenalty', 'Frequency', '0'], ['stop', 'Stop at', 'nothing'], ['pattern', 'Pattern', 'any'],
	['choices', 'Choices, with | between', 'any'], ['jsonSchema', 'JSON schema', 'none'], ['penaltyWindow', 'Window', 'the text'], ['noRepeatNgramSize', 'No n-gram twice, n', 'any'],
	['label', 'Label', 'none'], ['minCharacters', 'At least', '0'],
];

const TEXTS = new Set(['stop', 'pattern', 'choices', 'jsonSchema', 'label']);

export const temperature = () => Number($('temperature').value);

/** What a request has beside its prompt. */
export function settings() {
	const given = { temperature: temperature(), maxCharacters: 300 };
	for (const [name] of KNOBS) {
		const text = $(`knob-${name}`).value;
		if (text !== '') {
			given[name] = value(name, text);
		}
	}
	if ($('play-mixture').checked) {
		given.mixture = true;
	}
	return given;
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
	return (!TEXTS.has(name) && Number.isFinite(Number(text))) ? Number(text) : text;
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

for (const [name, label, usual] of KNOBS) {
	$('knobs').append(el('div', {}, el('label', { htmlFor: `knob-${name}` }, label),
		el('input', { id: `knob-${name}`, placeholder: usual, autocomplete: 'off', inputMode: TEXTS.has(name) ? 'text' : 'decimal' })));
}
$('temperature').addEventListener('input', () => {
	$('temperature-value').textContent = temperature().toFixed(2);
});
