// One training, live.

import { follow, get, isAbort, path, post, remove } from './api.js';
import { Curves } from './curves.js';
import { $, confirmed, el, onceAFrame, showProblem } from './dom.js';
import { count, duration, loss, network, rounds } from './format.js';
import { isFinished, showJobs } from './jobs.js';
import { newest } from './models-list.js';

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
			view?.refuse(error);
		}
	});
}

/** The limits of a job, twice as far as it has come or was to go. */
function twice({ hyperparameters, progress }) {
	const { epochs, maxIterations, maxDuration } = hyperparameters;
	return {
		epochs: epochs && 2 * epochs,
		maxIterations: maxIterations && 2 * Math.max(maxIterations, progress.iteration),
		maxDuration: maxDuration && `${2 * Math.ceil(progress.trainingSeconds)}s`,
	};
}

class JobView {

	constructor(id) {
		this.id = id;
		this.ending = new AbortController();
		this.statusEvents = 0;
		this.reloading = false;
		this.title = el('h2', { id: 'job-title' });
		this.status = el('span', { class: 'status', role: 'status' });
		this.buttons = el('span', { class: 'row' });
		this.bar = el('progress', { max: 1, value: 0, 'aria-labelledby': 'job-title' });
		this.facts = el('dl', { class: 'facts' });
		this.problem = el('p', { class: 'problem', role: 'alert', hidden: true });
		this.samples = el('ol', { class: 'samples', tabIndex: 0, 'aria-label': 'Texts written, the newest first' });
		this.plots = el('div', { class: 'card', hidden: true });
		this.writing = el('section', { class: 'card', hidden: true, 'aria-labelledby': 'samples-title' },
			el('h2', { id: 'samples-title' }, 'What it writes'),
			el('p', { class: 'soft' }, 'At each checkpoint the network writes a little: first noise, then words, then lines.'), this.samples);
		$('job').replaceChildren(el('section', { class: 'card', 'aria-labelledby': 'job-title' },
			el('div', { class: 'job-head' }, this.title, this.status, this.buttons), this.bar, this.facts, this.problem), this.plots, this.writing);
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
		if (this.ending.signal.aborted) {
			return;
		}
		samples.items.reverse().forEach((sample) => this.addSample(sample));
		this.curves = new Curves(this.plots, () => this.job.lossExpectation ?? []);
		this.curves.begin(points);
		this.redraw();
		for await (const one of follow(path`training-jobs/${this.id}/events`, event, this.ending.signal)) {
			this.take(one);
		}
	}

	take({ type, data }) {
		if (type === 'status') {
			this.statusEvents++;
			this.job = { ...this.job, ...data };
			showJobs();
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
		if (job.error) {
			showProblem(this.problem, { message: job.error.detail ?? job.error.title });
		}
	}

	drawFacts() {
		const { job } = this;
		const { progress } = job;
		const facts = [
			['Network', network(job.hyperparameters)],
			['Iteration', progress.iterations > progress.iteration ? `${count(progress.iteration)} of ${count(progress.iterations)}` : count(progress.iteration)],
			isFinished(job) ? ['Trained for', duration(progress.trainingSeconds)] : ['Time left', duration(progress.secondsLeft)],
			['Characters/s', count(progress.charactersPerSecond)],
			['Training loss', loss(job.trainingLoss)],
			['Validation loss', loss(job.validationLoss)],
			...(job.cluster ? [['Rounds', rounds(job.cluster)]] : []),
			...(job.waiting ? [['Waits', job.waiting.detail]] : []),
		];
		this.facts.replaceChildren(...facts.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))));
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
			list.push(button('Train as long again', () => this.change('extend', twice(this.job))), button('Delete', () => this.delete()));
		}
		else {
			list.push(button('Cancel', change('cancel')));
		}
		if (status !== 'queued') {
			const [label, kind] = (status === 'succeeded') ? ['Play with it', 'button primary'] : ['Try it now', 'button'];
			list.unshift(el('a', { href: '#play', class: kind, onclick: (event) => this.play(event) }, label));
		}
		this.buttons.replaceChildren(...list);
		if (focused) {
			list[0].focus();
		}
	}

	async change(verb, body) {
		showProblem(this.problem, null);
		try {
			const { statusEvents } = this;
			const job = await post(path`training-jobs/${this.id}/${verb}`, body);
			// An event that came meanwhile may be newer than the answer, and no further one would come.
			if (statusEvents === this.statusEvents) {
				this.job = job;
			}
			this.redraw();
			showJobs();
			if (verb === 'resume' || verb === 'extend') {
				this.close();
				view = null;
				showJob(this.id);
			}
		}
		catch (error) {
			this.refuse(error);
		}
	}

	async delete() {
		if (await confirmed(`Delete the training of ${this.job.model} with its curves and checkpoints? A model that it published stays.`, 'Delete')) {
			try {
				await remove(path`training-jobs/${this.id}`);
				location.hash = '#train';
			}
			catch (error) {
				this.refuse(error);
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
			this.refuse({ message: 'There is no checkpoint yet; the first comes after some seconds of training.' });
		}
	}

	refuse(error) {
		showProblem(this.problem, error);
	}

}
