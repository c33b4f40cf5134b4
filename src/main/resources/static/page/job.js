// One training, live.

import { Action } from './action.js';
import { follow, get, isAbort, path, post, remove } from './api.js';
import { $, confirmed, el, onceAFrame } from './dom.js';
import { count } from './format.js';
import { facts, isFinished, published, settings } from './job-facts.js';
import { newest } from './models-list.js';
import { patch, say } from './patch.js';

const noJob = $('no-job');

const SAMPLES = 50;

let view = null;

/** Shows a job and follows it; null shows none. */
export function showJob(id) {
	if (view?.id === id && id !== null) {
		return;
	}
	view?.close();
	view = null;
	if (id === null) {
		$('job').replaceChildren(noJob);
		return;
	}
	view = new JobView(id);
	view.open().catch((error) => {
		if (!isAbort(error)) {
			view?.card.classList.remove('unused');
			view?.acting.refuse(error);
		}
	});
}

/** Where no job is shown, names those that go on. */
export function showRunning(jobs) {
	$('running')?.replaceChildren(...jobs.filter((job) => !isFinished(job)).map((job) => el('li', {},
		el('a', { href: `#train/${job.id}` }, job.model), ' ', el('span', { class: `status ${job.status}` }, job.status))));
}

class JobView {

	constructor(id) {
		this.id = id;
		this.ending = new AbortController();
		this.statusEvents = 0;
		this.reloading = false;
		this.title = el('h2', { id: 'job-title', tabIndex: -1 });
		this.status = el('span', { class: 'status', role: 'status' });
		this.buttons = el('span', { class: 'row' });
		this.bar = el('progress', { max: 1, value: 0, 'aria-labelledby': 'job-title' });
		this.facts = el('dl', { class: 'facts' });
		this.problem = el('p', { class: 'problem', role: 'alert', hidden: true });
		this.failure = el('p', { class: 'problem', hidden: true });
		this.acting = new Action(this.problem);
		this.which = el('p', { class: 'soft' });
		this.settings = el('tbody');
		this.tags = el('p', { class: 'row tags' });
		this.checkpoints = el('details', { ontoggle: () => this.showCheckpoints() }, el('summary', {}, 'Checkpoints'));
		this.apart = el('p', { class: 'row end' });
		this.samples = el('ol', { class: 'samples', tabIndex: 0, 'aria-label': 'Samples, newest first' });
		this.plots = el('div', { class: 'card', hidden: true });
		this.writing = el('section', { class: 'card', hidden: true, 'aria-labelledby': 'samples-title' },
			el('h2', { id: 'samples-title' }, 'Samples'),
			el('p', { class: 'soft' }, 'The network generates a sample at each checkpoint: first noise, then words, then lines.'), this.samples);
		this.card = el('section', { class: 'card', 'aria-labelledby': 'job-title' },
			el('div', { class: 'job-head' }, this.title, this.status, this.buttons), this.problem, this.failure, this.bar, this.facts, this.which, this.tags,
			el('details', {}, el('summary', {}, 'All settings'), el('div', { class: 'scroll', role: 'region', 'aria-label': 'All settings', tabIndex: 0 },
				el('table', { class: 'settings' }, this.settings))), this.checkpoints, this.apart);
		this.card.classList.add('unused');
		$('job').replaceChildren(this.card, this.plots, this.writing);
		this.draw = onceAFrame(() => this.redraw());
	}

	close() {
		this.ending.abort();
		this.curves?.destroy();
	}

	async open() {
		// The curves first: what the stream goes on with comes after their event, and the job and samples are newer.
		const { points, event } = await get(path`training-jobs/${this.id}/curves` + '?points=1000');
		this.job = await get(path`training-jobs/${this.id}`);
		const samples = await get(path`training-jobs/${this.id}/samples` + `?limit=${SAMPLES}`);
		const { Curves } = await import('./curves.js');
		if (this.ending.signal.aborted) {
			return;
		}
		samples.items.reverse().forEach((sample) => this.addSample(sample));
		this.curves = new Curves(this.plots, () => this.job.lossExpectation ?? []);
		this.curves.begin(points);
		this.redraw();
		if ([document.body, $('train-title')].includes(document.activeElement)) {
			this.title.focus({ preventScroll: true });
		}
		for await (const one of follow(path`training-jobs/${this.id}/events`, event, this.ending.signal)) {
			this.take(one);
		}
	}

	take({ type, data }) {
		if (type === 'status') {
			this.statusEvents++;
			this.job = { ...this.job, ...data };
		}
		else if (type === 'metrics') {
			this.job.progress = data.progress;
			this.job.trainingLoss = data.trainingLoss;
			if (data.validationLoss !== null) {
				this.job.validationLoss = data.validationLoss;
				this.job.bestValidationLoss = Math.min(this.job.bestValidationLoss ?? Infinity, data.validationLoss);
			}
			this.curves.add(data);
			if (this.curves.full()) {
				this.reload();
			}
		}
		else if (type === 'sample') {
			this.addSample(data);
		}
		else if (type === 'checkpoint') {
			if (data.best || this.job.publishes?.choice !== 'best') {
				this.job.publishes = { checkpoint: data.id, iteration: data.iteration, choice: data.best ? 'best' : 'last' };
			}
		}
		this.draw();
	}

	/** Lets the service put together what has become too much to draw, unless it is at it already. */
	async reload() {
		if (this.reloading) {
			return;
		}
		this.reloading = true;
		try {
			const { points } = await get(path`training-jobs/${this.id}/curves` + '?points=1000');
			this.curves.begin(points);
		}
		finally {
			this.reloading = false;
		}
	}

	/** Adds a sample, unless it is there already or takes the place of later ones. */
	addSample(sample) {
		this.writing.hidden = false;
		while (this.samples.firstChild && this.samples.firstChild.value >= sample.iteration) {
			this.samples.firstChild.remove();
		}
		this.samples.prepend(el('li', { value: sample.iteration }, el('h3', {}, `Iteration ${count(sample.iteration)}`), el('pre', {}, sample.text)));
		while (this.samples.children.length > SAMPLES) {
			this.samples.lastChild.remove();
		}
	}

	redraw() {
		const { job } = this;
		if (this.ending.signal.aborted) {
			return;
		}
		this.card.classList.remove('unused');
		this.title.textContent = job.model;
		const status = job.requestedStatus && !isFinished(job) ? `about to be ${job.requestedStatus}` : job.status;
		if (this.status.textContent !== status) {
			this.status.textContent = status;
			this.status.className = `status ${job.status}`;
			this.drawButtons();
		}
		this.bar.value = job.progress.fraction;
		this.bar.textContent = `${Math.round(job.progress.fraction * 100)} %`;
		this.drawFacts();
		this.plots.hidden = !this.curves || this.curves.empty();
		this.curves?.draw();
		this.failure.hidden = !job.error;
		say(this.failure, job.error?.detail ?? job.error?.title ?? '');
	}

	drawFacts() {
		patch(this.facts, facts(this.job), ([name]) => name, ([name]) => el('div', {}, el('dt', {}, name), el('dd')),
			(node, [, value]) => say(node.lastChild, value));
		say(this.which, published(this.job));
		this.drawTags();
		patch(this.settings, settings(this.job), ({ name }) => name,
			({ name }) => el('tr', {}, el('th', { scope: 'row' }, name), el('td'), el('td', { class: 'soft' })), (node, { value, origin }) => {
				say(node.children[1], value);
				say(node.children[2], origin);
			});
	}

	drawTags() {
		const { tags } = this.job;
		patch(this.tags, [...tags, null], (tag) => tag ?? ' ', (tag) => (tag === null)
			? el('button', { type: 'button', class: 'link', onclick: () => this.editTags() })
			: el('a', { href: `#runs/tag%2F${encodeURIComponent(tag)}`, class: 'tag' }, tag), (node, tag) => {
			if (tag === null) {
				say(node, tags.length > 0 ? 'Edit tags' : 'Add tags');
			}
		});
	}

	/** They change while it trains, so they are asked for whenever somebody looks. */
	async showCheckpoints() {
		if (this.checkpoints.open) {
			const { CheckpointList } = await import('./checkpoints.js');
			this.checkpointList ??= new CheckpointList(this.job);
			this.checkpoints.append(this.checkpointList.node);
			await this.checkpointList.show();
		}
	}

	async editTags() {
		this.acting.begin();
		try {
			const { editJob } = await import('./edit.js');
			const job = await editJob(this.job);
			if (job) {
				this.job.tags = job.tags;
				this.redraw();
			}
		}
		catch (error) {
			this.acting.refuse(error);
		}
	}

	drawButtons() {
		const { status } = this.job;
		const focused = this.buttons.contains(document.activeElement);
		const button = (label, action) => el('button', { type: 'button', onclick: action }, label);
		const change = (verb) => () => this.change(verb);
		const list = [];
		if (status === 'running' || status === 'queued') {
			list.push(button('Pause', change('pause')));
		}
		if (status === 'paused') {
			list.push(button('Resume', change('resume')));
		}
		if ((status === 'running' || status === 'paused') && this.job.requestedStatus !== 'succeeded') {
			list.push(button('Finish now', change('finish')));
		}
		if (isFinished(this.job)) {
			list.push(button('Train longer', () => this.extend()), el('a', { href: `#train/again/${this.id}`, class: 'button' }, 'Train again with these'));
		}
		else {
			list.push(button('Cancel', change('cancel')));
		}
		if (status !== 'queued') {
			const [label, kind] = (status === 'succeeded') ? ['Open in Play', 'button primary'] : ['Try it now', 'button'];
			list.unshift(el('a', { href: '#play', class: kind, onclick: (event) => this.play(event) }, label));
		}
		this.buttons.replaceChildren(...list);
		this.apart.replaceChildren(...(isFinished(this.job) ? [button('Delete', () => this.delete())] : []));
		if (focused) {
			list[0].focus();
		}
	}

	/** Lets somebody say how much longer. */
	async extend() {
		const { extend } = await import('./longer.js');
		const limits = await extend(this.job);
		if (limits) {
			await this.change('extend', limits);
		}
	}

	async change(verb, body) {
		this.acting.begin();
		try {
			const { statusEvents } = this;
			const job = await post(path`training-jobs/${this.id}/${verb}`, body);
			// An event that came meanwhile may be newer than the answer, and no further one would come.
			if (statusEvents === this.statusEvents) {
				this.job = job;
			}
			this.redraw();
			if (verb === 'resume' || verb === 'extend') {
				this.close();
				view = null;
				showJob(this.id);
			}
		}
		catch (error) {
			this.acting.refuse(error);
		}
	}

	async delete() {
		if (await confirmed(`Delete the training job of ${this.job.model} with its curves and checkpoints? The published model stays.`, 'Delete')) {
			try {
				await remove(path`training-jobs/${this.id}`);
				location.hash = '#train';
			}
			catch (error) {
				this.acting.refuse(error);
			}
		}
	}

	/** Goes to the model, or to the newest checkpoint while there is no model. */
	async play(event) {
		event.preventDefault();
		const reference = await newest(this.id);
		if (reference) {
			location.hash = `#play/${encodeURIComponent(reference)}`;
		}
		else {
			this.acting.refuse({ message: 'There is no checkpoint yet; the first is made after a few seconds of training.' });
		}
	}

}
