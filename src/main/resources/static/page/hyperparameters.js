// The fields of all hyperparameters.

import { $, el } from './dom.js';
import { isoSeconds } from './format.js';

const HYPERPARAMETERS = [
	['cell', 'Cell', ['LSTM', 'GRU', 'RNN']], ['layers', 'Layers'], ['hiddenSize', 'Hidden size'],
	['normalization', 'Normalization', ['none', 'rms']],
	['dropout', 'Dropout'], ['batchSize', 'Batch size'], ['sequenceLength', 'Sequence length'],
	['maxDuration', 'At most this long', 'text'], ['epochs', 'Epochs'], ['maxIterations', 'Iterations'],
	['optimizer', 'Optimizer', ['adam', 'soap']], ['learningRate', 'Learning rate'], ['schedule.type', 'Schedule', ['cosine', 'constant', 'step']],
	['gradientClip.threshold', 'Gradient clip'], ['weightDecay', 'Weight decay'], ['validationFraction', 'Validation part'],
	['validateEvery', 'Validate every'], ['checkpointEvery', 'Checkpoint every'],
	['earlyStopping', 'Early stopping'], ['seed', 'Seed'],
];

/** What is given, nested as the service wants it. */
export function given() {
	const all = {};
	for (const [name, , kind] of HYPERPARAMETERS) {
		const text = $(name).value.trim();
		if (text !== '') {
			put(all, name.split('.'), kind ? text : value(text));
		}
	}
	return all;
}

/** Numbers as numbers; what is none goes as it is, for the service to say what it wants. */
const value = (text) => Number.isFinite(Number(text)) ? Number(text) : text;

function put(object, [first, ...rest], what) {
	if (rest.length === 0) {
		object[first] = what;
	}
	else {
		put(object[first] ??= {}, rest, what);
	}
}

/** Shows in grey what the service takes where nothing is given. */
export function showFitted(hyperparameters) {
	for (const [name] of HYPERPARAMETERS) {
		const fitted = name.split('.').reduce((object, part) => object?.[part], hyperparameters);
		const field = $(name);
		if (field.tagName === 'SELECT') {
			field.options[0].textContent = fitted;
		}
		else {
			field.placeholder = (name === 'maxDuration' && fitted) ? `${isoSeconds(fitted)}s` : fitted ?? 'none';
		}
	}
}

for (const [name, label, kind] of HYPERPARAMETERS) {
	const field = Array.isArray(kind)
		? el('select', { id: name }, el('option', { value: '' }, ''), kind.map((one) => el('option', { value: one }, one)))
		: el('input', { id: name, autocomplete: 'off', inputMode: kind ?? 'decimal' });
	$('hyperparameters').append(el('div', {}, el('label', { htmlFor: name }, label), field));
}
$('hyperparameters').append(el('div', { class: 'wide' }, el('label', { htmlFor: 'initializeFrom' }, 'Go on from'),
	el('select', { id: 'initializeFrom' }, el('option', { value: '' }, 'fresh weights'))));
