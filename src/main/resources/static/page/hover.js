// What a character of the text was expected with, where a pointer rests on it.

import { $, afterPause } from './dom.js';
import { count, glyph, percent } from './format.js';

const REST_MILLIS = 150;

/**
 * Watches a text area that lies over a node with the same text.
 * @param rank is given the text before a character and the character; resolves to its place among all and its probability, or null
 */
export function watch(field, backdrop, rank) {
	let asked = 0;
	const ask = afterPause(REST_MILLIS, async (x, y) => {
		const number = ++asked;
		const at = placeAt(field, backdrop, x, y);
		if (at === null || at >= field.value.length) {
			return;
		}
		const character = String.fromCodePoint(field.value.codePointAt(at));
		const found = await rank(field.value.slice(0, at), character);
		if (number === asked && found) {
			const tip = $('tip');
			tip.textContent = `${glyph(character)}  ${percent(found.probability)}, number ${count(found.rank)}`;
			tip.hidden = false;
			tip.style.left = `${Math.min(x + 12, document.documentElement.clientWidth - tip.offsetWidth - 8)}px`;
			tip.style.top = `${y + 16}px`;
		}
	});
	field.addEventListener('pointermove', ({ clientX, clientY, buttons, pointerType }) => {
		hide();
		if (buttons === 0 && pointerType === 'mouse') {
			ask(clientX, clientY);
		}
	});
	for (const type of ['pointerleave', 'input', 'keydown']) {
		field.addEventListener(type, hide);
	}

	function hide() {
		asked++;
		$('tip').hidden = true;
	}
}

/** The index of the character at a point; the text area itself does not tell. */
function placeAt(field, backdrop, x, y) {
	field.style.pointerEvents = 'none';
	backdrop.style.pointerEvents = 'auto';
	backdrop.style.userSelect = 'text';
	const place = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
	field.style.pointerEvents = backdrop.style.pointerEvents = backdrop.style.userSelect = '';
	const node = place?.offsetNode ?? place?.startContainer;
	if (!node || !backdrop.contains(node) || node.nodeType !== Node.TEXT_NODE) {
		return null;
	}
	const at = place.offset ?? place.startOffset;
	const range = document.createRange();
	for (const index of [at, at - 1]) {
		if (index >= 0 && index < node.length) {
			range.setStart(node, index);
			range.setEnd(node, index + 1);
			const hit = [...range.getClientRects()].some(({ left, right, top, bottom }) => x >= left && x <= right && y >= top && y <= bottom);
			if (hit) {
				return /[\udc00-\udfff]/.test(node.data[index]) ? index - 1 : index;
			}
		}
	}
	return null;
}
