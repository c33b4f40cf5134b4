// A text that a person and a model write in turns. Colors lie behind a text area, which stays a plain one for
// keyboards and screen readers.

import { $, onceAFrame } from './dom.js';
import { highlight } from './surprisal.js';

const MOST_STEPS_BACK = 50;

const field = $('text');

const box = field.parentElement;

let scored = [];

let earlier = [];

/** What a model wrote, as long as it stands where it wrote it. */
let written = [];

const generated = window.CSS.highlights ? new Highlight() : null;

if (generated) {
	CSS.highlights.set('generated', generated);
}

export const text = () => field.value;

/** The text before the caret; never half a character. */
export function beforeCaret() {
	const before = field.value.slice(0, field.selectionStart);
	return /[\ud800-\udbff]$/.test(before) ? before.slice(0, -1) : before;
}

/**
 * Replaces the text; the one before can be had back.
 * @param prompt how many of its characters a person wrote, all if not given
 */
export function replace(value, prompt = value.length) {
	remember();
	field.value = value;
	if (prompt < value.length) {
		written = [{ from: prompt, text: value.slice(prompt) }];
	}
	draw();
	field.setSelectionRange(value.length, value.length);
}

export function remember() {
	if (earlier.at(-1) !== field.value) {
		earlier = [...earlier.slice(1 - MOST_STEPS_BACK), field.value];
	}
}

export const canGoBack = () => earlier.length > 0;

export function goBack() {
	field.value = earlier.pop() ?? '';
	draw();
	field.setSelectionRange(field.value.length, field.value.length);
}

/** Adds what the model wrote. */
export function append(more) {
	const follows = box.scrollTop + box.clientHeight >= box.scrollHeight - 24;
	const last = written.at(-1);
	if (last && last.from + last.text.length === field.value.length) {
		last.text += more;
	}
	else {
		written.push({ from: field.value.length, text: more });
	}
	field.value += more;
	draw();
	if (follows) {
		box.scrollTop = box.scrollHeight;
	}
}

/** Colors the text, as far as it is still the one that was scored. */
export function color(characters) {
	scored = characters;
	draw();
}

/** The score of the character before the caret, or null. */
export function scoreBeforeCaret() {
	const position = [...beforeCaret()].length;
	return scored[position - 1] ?? null;
}

const draw = onceAFrame(() => {
	const value = field.value;
	let length = 0;
	const known = [];
	for (const one of scored) {
		if (!value.startsWith(one.character, length)) {
			break;
		}
		length += one.character.length;
		known.push(one);
	}
	scored = known;
	highlight($('backdrop'), `${value}\n`, known);
	markGenerated(value);
});

/** Tells what a model wrote from what a person did. */
function markGenerated(value) {
	written = written.filter(({ from, text: one }) => value.startsWith(one, from));
	generated?.clear();
	const node = $('backdrop').firstChild;
	if (generated && node?.nodeType === Node.TEXT_NODE) {
		written.forEach(({ from, text: one }) => generated.add(new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: from + one.length })));
	}
}

field.addEventListener('input', draw);
draw();
