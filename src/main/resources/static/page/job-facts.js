// What is known of a training, in words.

import { count, duration, loss, network, plain, rounds } from './format.js';

export const isFinished = ({ status }) => ['succeeded', 'failed', 'cancelled'].includes(status);

/** Name and value of what matters, the best loss first. */
export function facts(job) {
	const { progress } = job;
	return [
		['Best loss', loss(job.bestValidationLoss ?? job.trainingLoss)],
		['Validation loss', loss(job.validationLoss)],
		['Training loss', loss(job.trainingLoss)],
		['Network', network(job.hyperparameters)],
		['Iteration', progress.iterations > progress.iteration ? `${count(progress.iteration)} of ${count(progress.iterations)}` : count(progress.iteration)],
		isFinished(job) ? ['Trained for', duration(progress.trainingSeconds)] : ['Time left', duration(progress.secondsLeft)],
		['Characters/s', count(progress.charactersPerSecond)],
		['Text', job.corpusName ?? 'deleted'],
		['Seed', String(job.hyperparameters.seed)],
		...(job.cluster ? [['Rounds', rounds(job.cluster)]] : []),
		...(job.clusterStatus ? [['Spark', plain(job.clusterStatus)]] : []),
	];
}

/** Which weights a job has published or would publish, and why. */
export function published({ status, result, publishes, bestValidationLoss, waiting }) {
	if (status === 'queued') {
		return waiting?.detail ?? '';
	}
	if (!publishes) {
		return result ? `Published as ${result}.` : '';
	}
	const which = (publishes.choice === 'best')
		? `those of iteration ${count(publishes.iteration)}, where the validation loss was lowest (${loss(bestValidationLoss)})`
		: `those of the last iteration, ${count(publishes.iteration)}: nothing was held out for validation`;
	if (result) {
		return `Published as ${result}. Its weights are ${which}.`;
	}
	return isFinished({ status }) ? `Nothing was published. The stored weights are ${which}.` : `“Finish now” publishes the weights of the checkpoint so far: ${which}.`;
}

/** Settings by their names, with what the preset is and whether they are other than that. */
export function settings({ hyperparameters, changed, fitted }) {
	const fittedNames = new Set(fitted.map(({ field }) => field));
	return Object.entries(hyperparameters).map(([name, value]) => ({
		name, value: plain(value),
		origin: changed.includes(name) ? 'yours' : fittedNames.has(name) ? 'fitted to the text' : 'preset',
	}));
}

/** What differs from the preset, in a few words. */
export function differences({ hyperparameters, changed }) {
	return changed.map((name) => `${name} ${plain(hyperparameters[name])}`).join(', ') || 'nothing';
}

/** A job's name in tables and legends. */
export const label = ({ model, result }) => result ?? model;
