// The table of all jobs.

import { get } from './api.js';
import { $, el, head, nothing } from './dom.js';
import { duration, loss, moment, network } from './format.js';

const PAGE = 20;

let shown = PAGE;

let current = null;

let timer;

export const isFinished = ({ status }) => ['succeeded', 'failed', 'cancelled'].includes(status);

/** Lists jobs, the newest first, and looks again while one of them goes on. */
export async function showJobs(chosen) {
	current = (chosen !== undefined) ? chosen : current;
	clearTimeout(timer);
	const page = await get(`training-jobs?limit=${Math.min(500, shown)}`);
	draw(page.items);
	$('more-jobs').hidden = page.next === null;
	if (!page.items.every(isFinished)) {
		timer = setTimeout(() => {
			if (!$('train').hidden && !document.hidden) {
				showJobs().catch(() => {});
			}
		}, 5000);
	}
}

function draw(jobs) {
	if (jobs.length === 0) {
		$('jobs').replaceChildren(nothing('None yet.'));
		return;
	}
	$('jobs').replaceChildren(
		el('thead', {}, el('tr', {}, head('Model'), head('Status'), head('Network'), head('Best loss', 'number'), head('Trained for', 'number'), head('Asked for'))),
		el('tbody', {}, jobs.map((job) => el('tr', { 'aria-current': job.id === current ? 'true' : null },
			el('th', { scope: 'row' }, el('a', { href: `#train/${job.id}` }, job.model)),
			el('td', {}, el('span', { class: `status ${job.status}` }, job.status)),
			el('td', {}, network(job.hyperparameters)),
			el('td', { class: 'number' }, loss(job.bestValidationLoss ?? job.trainingLoss)),
			el('td', { class: 'number' }, duration(job.progress.trainingSeconds)),
			el('td', {}, moment(job.createdAt))))));
}

$('more-jobs').addEventListener('click', () => {
	shown += PAGE;
	showJobs();
});
document.addEventListener('visibilitychange', () => {
	if (!document.hidden && !$('train').hidden) {
		showJobs().catch(() => {});
	}
});
