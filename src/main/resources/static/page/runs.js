// The table of all runs.

import { Action } from './action.js';
import { get } from './api.js';
import { $, afterPause, el } from './dom.js';
import { isFinished } from './job-facts.js';
import { patch, say } from './patch.js';
import { COLUMNS, merged, placed, view } from './runs-view.js';

const PAGE = 50;

/** Runs whose curves can still be told apart. */
const MOST_CHOSEN = 8;

const listing = new Action($('runs-problem'));

const order = { sort: 'created', descending: true };

const chosen = new Set();

let jobs = [];

let next = null;

let timer;

/** Lists runs, and looks again while one of them goes on. With ids, compares these. */
export async function show(ids) {
	clearTimeout(timer);
	if (ids?.startsWith('compare/')) {
		chosen.clear();
		ids.slice('compare/'.length).split(',').forEach((id) => chosen.add(id));
	}
	listing.begin();
	try {
		const page = await list(null);
		jobs = merged(jobs.filter(({ id }) => page.items.some((job) => job.id === id) || chosen.has(id) || older(id, page)), page.items);
		next ??= page.next;
	}
	catch (error) {
		listing.refuse(error);
	}
	draw();
	if (ids) {
		await compare();
	}
	lookAgain();
}

/** Whether a run lies on a later page, and so is as it was. */
const older = (id, page) => page.next !== null && jobs.find((job) => job.id === id).createdAt < page.items.at(-1).createdAt;

function list(after) {
	const status = $('runs-status').value;
	return get(`training-jobs?limit=${PAGE}${status ? `&status=${status}` : ''}${after ? `&after=${encodeURIComponent(after)}` : ''}`);
}

function lookAgain() {
	if (!jobs.every(isFinished)) {
		timer = setTimeout(() => {
			if (!$('runs').hidden && !document.hidden) {
				show(null);
			}
		}, 5000);
	}
}

async function more() {
	listing.begin();
	try {
		const page = await list(next);
		jobs = merged(jobs, page.items);
		next = page.next;
		draw();
	}
	catch (error) {
		listing.refuse(error);
	}
}

async function anew() {
	jobs = [];
	next = null;
	await show(null);
}

function draw() {
	const shown = view(placed(jobs), { ...order, search: $('runs-search').value });
	patch($('runs-body'), shown, ({ id }) => id, row, update);
	for (const button of $('runs-head').querySelectorAll('button')) {
		const sorted = button.dataset.sort === order.sort;
		button.closest('th').setAttribute('aria-sort', sorted ? (order.descending ? 'descending' : 'ascending') : 'none');
	}
	$('runs-table').hidden = jobs.length === 0;
	$('more-runs').hidden = next === null;
	say($('runs-count'), jobs.length === 0 ? 'There is no run yet.' : `${shown.length} of ${jobs.length} runs${next === null ? '' : ', more on the next page'}`);
	drawCompare();
}

function row({ id, model }) {
	return el('tr', {},
		el('td', { class: 'choose' }, el('input', { type: 'checkbox', 'aria-label': `Compare ${model}`, onchange: ({ target }) => choose(id, target.checked) })),
		COLUMNS.map(({ key, title, number }) => el(key === 'model' ? 'th' : 'td',
			{ class: number ? 'number' : null, 'data-column': key, scope: key === 'model' ? 'row' : null, 'data-title': title },
			key === 'model' ? el('a', { href: `#train/${id}` }) : key === 'status' ? el('span', { class: 'status' }) : el('span'))));
}

function update(node, job) {
	const [box, ...cells] = node.children;
	box.firstChild.checked = chosen.has(job.id);
	COLUMNS.forEach(({ key, text }, index) => {
		const inner = cells[index].firstChild;
		say(inner, text(job));
		if (key === 'status') {
			inner.className = `status ${job.status}`;
		}
	});
}

function choose(id, is) {
	chosen[is ? 'add' : 'delete'](id);
	drawCompare();
	if (!$('run-comparison').hidden) {
		compare();
	}
}

function drawCompare() {
	$('compare-runs').disabled = chosen.size < 2 || chosen.size > MOST_CHOSEN;
	say($('compare-runs'), chosen.size < 2 ? 'Choose two or more to compare' : chosen.size > MOST_CHOSEN ? `Choose ${MOST_CHOSEN} at most` : `Compare ${chosen.size} runs`);
}

/** Draws the curves of those that are chosen over each other. */
async function compare() {
	listing.begin();
	try {
		const { compareRuns } = await import('./compare.js');
		await compareRuns(jobs.filter(({ id }) => chosen.has(id)));
	}
	catch (error) {
		listing.refuse(error);
	}
}

$('runs-head').append(el('tr', {}, el('th', { scope: 'col', class: 'choose' }, el('span', { class: 'unseen' }, 'Compare')), COLUMNS.map(({ key, title, number }) => el('th', { scope: 'col', class: number ? 'number' : null },
	el('button', { type: 'button', class: 'sort', 'data-sort': key, onclick: () => {
		order.descending = (order.sort === key) ? !order.descending : key === 'created';
		order.sort = key;
		draw();
	} }, title)))));
$('compare-runs').addEventListener('click', async () => {
	await compare();
	$('run-comparison-title').focus();
});
$('more-runs').addEventListener('click', more);
$('runs-status').addEventListener('change', anew);
$('runs-search').addEventListener('input', afterPause(100, draw));
$('runs-filter').addEventListener('submit', (event) => event.preventDefault());
document.addEventListener('visibilitychange', () => {
	if (!document.hidden && !$('runs').hidden) {
		show(null);
	}
});
