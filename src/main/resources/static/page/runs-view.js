// Which runs a table shows, and in which order.

import { count, duration, loss, moment, NOTHING } from './format.js';
import { differences, label } from './job-facts.js';

const best = (job) => job.bestValidationLoss ?? job.trainingLoss;

/** Of the table: title, what is shown, what is sorted by. */
export const COLUMNS = [
	{ key: 'model', title: 'Model', text: label, by: label },
	{ key: 'status', title: 'Status', text: statusInWords, by: ({ status }) => status },
	{ key: 'corpus', title: 'Text', text: (job) => job.corpusName ?? 'deleted', by: (job) => job.corpusName ?? '' },
	{ key: 'preset', title: 'Preset', text: (job) => job.preset, by: (job) => job.preset },
	{ key: 'changed', title: 'Different from it', text: differences, by: differences },
	{ key: 'best', title: 'Best loss', number: true, text: (job) => loss(best(job)), by: best },
	{ key: 'last', title: 'Last loss', number: true, text: (job) => loss(job.validationLoss ?? job.trainingLoss), by: (job) => job.validationLoss ?? job.trainingLoss },
	{ key: 'iterations', title: 'Iterations', number: true, text: (job) => count(job.progress.iteration), by: (job) => job.progress.iteration },
	{ key: 'time', title: 'Time', number: true, text: (job) => duration(job.progress.trainingSeconds), by: (job) => job.progress.trainingSeconds },
	{ key: 'created', title: 'Created', text: (job) => moment(job.createdAt), by: (job) => job.createdAt },
];

export function statusInWords({ status, requestedStatus, place }) {
	if (status === 'queued' && place) {
		return `queued, number ${count(place)}`;
	}
	return (requestedStatus && status === 'running') ? `about to be ${requestedStatus}` : status;
}

/** The runs, those that wait with their place in the queue: the oldest comes first. */
export function placed(jobs) {
	const queue = jobs.filter(({ status }) => status === 'queued').sort((one, other) => one.createdAt.localeCompare(other.createdAt));
	return jobs.map((job) => (job.status === 'queued') ? { ...job, place: queue.indexOf(job) + 1 } : job);
}

/**
 * The runs that somebody wants to see. A run without a value comes last either way.
 * @param wanted search (words that are all in what the table shows), sort (a column's key), descending
 */
export function view(jobs, { search = '', sort = 'created', descending = true }) {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	const column = COLUMNS.find(({ key }) => key === sort);
	return jobs.filter((job) => {
		const shown = COLUMNS.map(({ text }) => text(job)).join(' ').toLowerCase();
		return words.every((word) => shown.includes(word));
	}).sort((one, other) => compare(column.by(one), column.by(other), descending));
}

function compare(one, other, descending) {
	const missing = (value) => value === null || value === undefined;
	if (missing(one) || missing(other)) {
		return Number(missing(one)) - Number(missing(other));
	}
	const order = (typeof one === 'string') ? one.localeCompare(other, 'en', { numeric: true }) : one - other;
	return descending ? -order : order;
}

/** Adds a page to what is listed; a run that is there already is taken anew. */
export function merged(jobs, page) {
	const fresh = new Map(page.map((job) => [job.id, job]));
	const known = jobs.map((job) => fresh.get(job.id) ?? job);
	const ids = new Set(jobs.map(({ id }) => id));
	return [...known, ...page.filter(({ id }) => !ids.has(id))];
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
