// Several texts side by side: of one model, of models against each other, with a mixture and without.

import { Action } from './action.js';
import { path, stream } from './api.js';
import { $, el } from './dom.js';
import { count } from './format.js';
import { endInWords } from './words.js';

/**
 * The requests that give the texts that somebody wants to see.
 * @param models one or two references
 * @param both whether each is to write with a mixture and without
 */
export function variants(models, settings, both) {
	return models.flatMap((model) => both
		? [false, true].map((mixture) => ({ model, name: `${model}, ${mixture ? 'with' : 'no'} mixture`, settings: { ...settings, mixture } }))
		: [{ model, name: model, settings }]);
}

/**
 * Writes all texts at once.
 * @param take is given what somebody wants to continue with: model, prompt, settings with the seed, text
 * @param remember is given the same of each text
 */
export async function write(prompt, all, n, signal, take, remember) {
	$('drafts').hidden = false;
	$('drafts').replaceChildren();
	await Promise.all(all.map(async (variant) => {
		const drafts = Array.from({ length: n }, (unused, index) => new Draft(variant, n > 1 ? `${variant.name}, number ${index + 1}` : variant.name, prompt, take, remember));
		$('drafts').append(...drafts.map(({ node }) => node));
		try {
			for await (const { type, data } of stream(path`models/${variant.model}/generations`, { prompt, ...variant.settings, n }, signal)) {
				if (type === 'text') {
					drafts[data.index].add(data.text);
				}
				else if (type === 'done') {
					drafts[data.index].end(data);
				}
				else if (type === 'error') {
					throw new Error(data.detail ?? data.title);
				}
			}
		}
		catch (error) {
			drafts[0].failing.refuse(error);
		}
	}));
}

class Draft {

	constructor(variant, name, prompt, take, remember) {
		this.variant = { model: variant.model, prompt, settings: variant.settings };
		this.remember = remember;
		this.text = el('span', { class: 'generated' });
		this.facts = el('p', { class: 'soft' });
		const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
		this.failing = new Action(problem);
		this.button = el('button', { type: 'button', disabled: true, onclick: () => take(this.entry()) }, 'Use this one');
		this.node = el('section', { class: 'draft', 'aria-label': name }, el('h2', { class: 'h3' }, name),
			el('pre', { tabIndex: 0, role: 'group', 'aria-label': `Text ${name}` }, prompt.slice(-200), this.text), problem, this.facts, this.button);
	}

	/** All that gives the text again. */
	entry() {
		return { ...this.variant, settings: { ...this.variant.settings, seed: this.seed }, text: this.text.textContent };
	}

	add(text) {
		this.text.append(text);
	}

	end({ seed, finishReason, stop }) {
		this.seed = seed;
		this.button.disabled = false;
		this.remember(this.entry());
		this.facts.textContent = `${count([...this.text.textContent].length)} characters, seed ${seed}. ${endInWords({ finishReason, stop })}`;
	}

}
