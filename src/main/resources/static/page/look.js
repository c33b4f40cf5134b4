// What a model makes of a text.

import { path, post } from './api.js';
import { $, el, showProblem } from './dom.js';
import { fillModels } from './models-list.js';
import { loss, number } from './format.js';
import { coloured, legend } from './surprisal.js';

const FIRST_TEXT = 'She said: "This is a text to try. Does it know how a quotation ends?"\nA line break comes here,\nand there.\n';

export async function show(reference) {
	await fillModels($('look-model'), reference);
	if ($('look-text').value === '') {
		$('look-text').value = FIRST_TEXT;
	}
	const none = $('look-model').options.length === 0;
	showProblem($('look-problem'), none ? { message: 'There is no model yet. Train one first.' } : null);
}

async function look(event) {
	event.preventDefault();
	showProblem($('look-problem'), null);
	$('look-status').textContent = 'Looking …';
	const model = $('look-model').value;
	const text = $('look-text').value;
	try {
		const { scores: [score] } = await post(path`models/${model}/scores`, { text });
		$('insights').replaceChildren(surprisal(score));
		$('look-status').textContent = '';
	}
	catch (error) {
		$('look-status').textContent = '';
		showProblem($('look-problem'), error);
	}
}

function surprisal(score) {
	return el('section', { class: 'card', 'aria-labelledby': 'surprisal-title' },
		el('h2', { id: 'surprisal-title' }, 'Surprisal'),
		el('figure', {},
			el('pre', { class: 'heat', tabIndex: 0, 'aria-labelledby': 'surprisal-title' }, coloured(score.characters)),
			el('p', { class: 'legend', 'aria-hidden': 'true' }, legend()),
			el('figcaption', {}, `The darker a character, the less the model expected it after all that stands before. On average ${loss(score.loss)} nats or ${loss(score.bitsPerCharacter)} bits per character: as if it had to choose among ${number(score.perplexity)} equally likely ones each time.`)));
}

$('inside').addEventListener('submit', look);
