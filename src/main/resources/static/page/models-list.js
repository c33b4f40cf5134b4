// Choices of a model: published versions, and the checkpoints of jobs.

import { get, path } from './api.js';
import { el } from './dom.js';
import { count, loss, network } from './format.js';

/** Fills a list of models and chooses one: the wanted one, else the one chosen before, else the newest. Gives the newest jobs. */
export async function fillModels(select, wanted, none) {
	const [models, jobs, shared] = await Promise.all([get('models?limit=500'), get('training-jobs?limit=20'), get('models?limit=500&shared=true')]);
	const before = wanted ?? select.value;
	const checkpoints = jobs.items.filter((job) => job.publishes && job.status !== 'succeeded').map(checkpointOf);
	select.replaceChildren(...(none ? [el('option', { value: '' }, none)] : []));
	for (const [label, options] of [['Models', models.items.map(versionOf)], ['Checkpoints', checkpoints], ['Shared by other workspaces', shared.items.map(versionOf)]]) {
		if (options.length > 0) {
			select.append(el('optgroup', { label }, options));
		}
	}
	if (wanted && ![...select.options].some((option) => option.value === wanted)) {
		select.append(el('option', { value: wanted }, wanted));
	}
	if ([...select.options].some((option) => option.value === before)) {
		select.value = before;
	}
	if (select.options.length === 0) {
		select.append(el('option', { value: '' }, 'none yet'));
	}
	return jobs.items;
}

/** The model that is chosen; an error where there is none to choose. */
export function chosenModel(select) {
	if (select.value === '') {
		throw new Error('There is no model yet. Train one first.');
	}
	return select.value;
}

const versionOf = ({ reference, architecture, validationLoss, trainingLoss }) => el('option', { value: reference, 'data-layers': architecture.layers, 'data-hidden-size': architecture.hiddenSize },
	`${reference} (${network(architecture)}, loss ${loss(validationLoss ?? trainingLoss)})`);

/** What a job would publish now; a succeeded one has a model for it. */
const checkpointOf = (job) => el('option', { value: job.publishes.checkpoint, 'data-job': job.id, 'data-layers': job.hyperparameters.layers, 'data-hidden-size': job.hyperparameters.hiddenSize },
	`${job.model}, ${job.status}, iteration ${count(job.publishes.iteration)}, loss ${loss(job.bestValidationLoss ?? job.trainingLoss)}`);

/** Does something with the chosen model; where its job has displaced that checkpoint meanwhile, with what the job has now. */
export async function withModel(select, action) {
	const tried = select.value;
	const { job } = select.selectedOptions[0]?.dataset ?? {};
	try {
		return await action(tried);
	}
	catch (error) {
		const next = (error.status === 404 && job) ? await newest(job) : null;
		if (!next || next === tried) {
			throw error;
		}
		if (select.value === tried) {
			await fillModels(select, next);
		}
		return action(next);
	}
}

/** The model that a job has published, else the checkpoint that it would publish, else null. */
export async function newest(job) {
	const { result, publishes } = await get(path`training-jobs/${job}`);
	return result ?? publishes?.checkpoint ?? null;
}
