// What the tables of runs show.

import { count, duration, loss, moment, NOTHING } from './format.js';
import { differences, label } from './job-facts.js';

const best = (job) => job.bestValidationLoss ?? job.trainingLoss;

/** Of the table: title, what is shown, what the service orders by. */
export const COLUMNS = [
	{ key: 'model', title: 'Model', text: label, sort: 'model' },
	{ key: 'status', title: 'Status', text: statusInWords },
	{ key: 'corpus', title: 'Text', text: (job) => job.corpusName ?? 'deleted' },
	{ key: 'preset', title: 'Preset', text: (job) => job.preset },
	{ key: 'changed', title: 'Changed settings', text: differences },
	{ key: 'best', title: 'Best loss', number: true, text: (job) => loss(best(job)), sort: 'bestValidationLoss' },
	{ key: 'last', title: 'Last loss', number: true, text: (job) => loss(job.validationLoss ?? job.trainingLoss) },
	{ key: 'iterations', title: 'Iterations', number: true, text: (job) => count(job.progress.iteration) },
	{ key: 'time', title: 'Time', number: true, text: (job) => duration(job.progress.trainingSeconds) },
	{ key: 'tags', title: 'Tags', text: ({ tags }) => tags.join(', ') || NOTHING },
	{ key: 'created', title: 'Created', text: (job) => moment(job.createdAt), sort: 'createdAt' },
];

export function statusInWords({ status, requestedStatus, place }) {
	if (status === 'queued' && place) {
		return `queued, position ${count(place)}`;
	}
	return (requestedStatus && status === 'running') ? `about to be ${requestedStatus}` : status;
}

/** The runs, those that wait with their place in the queue: the oldest comes first. */
export function placed(jobs) {
	const queue = jobs.filter(({ status }) => status === 'queued').sort((one, other) => one.createdAt.localeCompare(other.createdAt));
	return jobs.map((job) => (job.status === 'queued') ? { ...job, place: queue.indexOf(job) + 1 } : job);
}

/** Settings in which runs differ or not: one row each, those that differ first; `odd` marks the cells that are not as most are. */
export function settingsTable(jobs, plain) {
	const names = [...new Set(jobs.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)))];
	const rows = names.map((name) => {
		const values = jobs.map(({ hyperparameters }) => plain(hyperparameters[name]));
		const usual = mode(values);
		const differs = new Set(values).size > 1;
		return { name, differs, cells: values.map((value) => ({ value: value ?? NOTHING, odd: differs && value !== usual })) };
	});
	return rows.sort((one, other) => Number(other.differs) - Number(one.differs));
}

/** The most frequent value; of several, the first. */
function mode(values) {
	const times = (value) => values.filter((one) => one === value).length;
	return values.reduce((most, value) => times(value) > times(most) ? value : most);
}
