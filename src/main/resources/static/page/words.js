// Errors in the page's own words.

import { glyph } from './format.js';

const WORDS = {
	'invalid-hyperparameter': bounded,
	'out-of-bounds': bounded,
	'invalid-utf8': ({ offset, encoding }) => `This is not UTF-8 text: there is an invalid byte at ${offset}.`
		+ (encoding ? ` It looks like ${encoding}: save it as UTF-8 in an editor, then choose it again.` : ' Choose a text file.'),
	'unknown-character': ({ characters = [] }) => `The model has never seen ${listed(characters.map(({ character }) => `“${glyph(character)}”`))}.`
		+ ` Remove ${characters.length === 1 ? 'it' : 'them'}, or choose to skip unknown characters.`,
	'missing-api-key': () => 'This service requires an API key.',
	'invalid-api-key': () => 'This API key is unknown or has expired. Use another one.',
	'missing-scope': ({ detail }) => `The API key does not allow this. ${detail ?? ''}`.trim(),
	'corpus-in-use': () => 'A training job still needs this text. Cancel it or wait until it ends, then delete the text.',
	'too-large': ({ detail }) => `That is too large. ${detail ?? ''}`.trim(),
	'unreachable': () => 'The service cannot be reached. Nothing was changed; try again once it is back.',
};

/**
 * What an error says to whoever caused it.
 * @param problem the members of a problem document
 * @param label what the page calls its field, if it has it
 */
export function inWords(problem, label) {
	const name = (problem.type ?? '').replace('urn:char-rnn:problem:', '');
	const words = WORDS[name]?.(problem, label) ?? problem.detail ?? problem.title ?? 'Something went wrong, and the service gave no details.';
	return label ? calledBy(words, problem.field, label) : words;
}

function bounded({ field, value, bound, detail }, label) {
	return (bound && value !== undefined) ? `${label ?? field} must be ${bound}; it is ${value}.` : detail;
}

/** The field by the page's name for it, where the service begins with its own. */
function calledBy(words, field, label) {
	return (field && words.startsWith(`${field} `)) ? label + words.slice(field.length) : words;
}

function listed(names) {
	const shown = names.slice(0, 8);
	const more = names.length - shown.length;
	return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const ENDS = {
	length: () => 'It reached the requested number of characters.',
	stop: (stop) => stop ? `It reached the stop string “${stop.replaceAll('\n', '⏎')}”.` : 'It reached a stop string.',
	end: () => 'The model ended the document.',
	pattern: () => 'It matches the pattern or choice.',
};

/** Why a text ended. */
export const endInWords = ({ finishReason, stop }) => ENDS[finishReason]?.(stop) ?? '';
