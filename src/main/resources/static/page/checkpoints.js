// The checkpoints of a training: each is a model, to try, to publish, to go on from.

import { Action } from './action.js';
import { get, path, post } from './api.js';
import { el } from './dom.js';
import { count, loss, moment } from './format.js';
import { patch, say } from './patch.js';

export class CheckpointList {

	constructor(job) {
		this.job = job;
		this.body = el('tbody');
		this.status = el('p', { class: 'soft', role: 'status' });
		this.problem = el('p', { class: 'problem', role: 'alert', hidden: true });
		this.acting = new Action(this.problem);
		this.node = el('div', {}, el('div', { class: 'scroll', role: 'region', 'aria-label': 'Checkpoints', tabIndex: 0 },
			el('table', { class: 'settings' }, el('thead', {}, el('tr', {}, ['Iteration', 'Validation loss', 'Which', 'Actions', 'Written'].map((title) => el('th', { scope: 'col' }, title)))), this.body)),
		this.status, this.problem);
	}

	async show() {
		this.acting.begin();
		try {
			const { items } = await get(path`training-jobs/${this.job.id}/checkpoints`);
			patch(this.body, items, ({ id }) => id, (one) => this.row(one), (node, { best, last }) => say(node.children[2], [best && 'best', last && 'last'].filter(Boolean).join(', ')));
			this.status.textContent = items.length === 0 ? 'There is none yet; the first comes after some seconds of training.' : '';
		}
		catch (error) {
			this.acting.refuse(error);
		}
	}

	row({ id, iteration, validationLoss, trainingLoss, createdAt }) {
		const at = count(iteration);
		return el('tr', {}, el('th', { scope: 'row' }, at), el('td', {}, loss(validationLoss ?? trainingLoss)), el('td'),
			el('td', { class: 'actions' }, el('a', { href: `#play/${id}`, 'aria-label': `Play with iteration ${at}` }, 'Play'),
				el('button', { type: 'button', class: 'link', 'aria-label': `Publish iteration ${at}`, onclick: () => this.publish(id, iteration) }, 'Publish')), el('td', {}, moment(createdAt)));
	}

	/** Makes a checkpoint the next version of the job's model. */
	async publish(id, iteration) {
		this.acting.begin();
		try {
			const { reference } = await post(`models?name=${encodeURIComponent(this.job.model)}&from=${id}`);
			this.status.replaceChildren(`Iteration ${count(iteration)} is published as `, el('a', { href: `#models/${encodeURIComponent(reference)}` }, reference), '.');
		}
		catch (error) {
			this.acting.refuse(error);
		}
	}

}
