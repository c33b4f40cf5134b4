// The table of all runs. The service finds and orders them; the page shows what it answers.

import { Action } from './action.js';
import { get, path } from './api.js';
import { $, afterPause, el } from './dom.js';
import { isFinished } from './job-facts.js';
import { patch, say } from './patch.js';
import { COLUMNS, placed } from './runs-view.js';

const PAGE = 50;

/** Of the service. */
const MOST_AT_ONCE = 500;

/** Runs whose curves can still be told apart. */
const MOST_CHOSEN = 8;

const AGAIN_MILLIS = 5000;

const listing = new Action($('runs-problem'), (field) => field === 'query' ? $('runs-search') : null);

/** By their ids; they stay chosen when the list shows others. */
const chosen = new Map();

let jobs = [];

let next = null;

let timer;

/** How often the list was asked for; what is overtaken is not drawn any more. */
let asked = 0;

/** Lists runs, and looks again while one of them goes on. As `compare/job_...,job_...` compares these, as `tag/...` lists those with a tag. */
export async function show(place) {
	if (place?.startsWith('tag/')) {
		$('runs-search').value = place.slice('tag/'.length);
		// Once: what is searched from here on is not to be taken over again.
		history.replaceState(null, '', '#runs');
	}
	await refresh();
	if (place?.startsWith('compare/')) {
		await chooseOnly(place.slice('compare/'.length).split(','));
		await compare();
	}
}

/** Asks for as many as are shown. */
async function refresh() {
	clearTimeout(timer);
	const number = ++asked;
	listing.begin();
	try {
		const page = await list(Math.min(MOST_AT_ONCE, Math.max(PAGE, jobs.length)), null);
		if (number !== asked) {
			return;
		}
		jobs = page.items;
		next = page.next;
		if (takeChosen() && !$('run-comparison').hidden) {
			await compare();
		}
	}
	catch (error) {
		listing.refuse(error);
	}
	draw();
	lookAgain();
}

/** Takes what the list says of runs that are chosen; whether any of them has moved. */
function takeChosen() {
	const before = [...chosen.values()];
	for (const job of jobs) {
		if (chosen.has(job.id)) {
			chosen.set(job.id, job);
		}
	}
	return before.some(({ id, progress, status }) => progress.iteration !== chosen.get(id).progress.iteration || status !== chosen.get(id).status);
}

function list(limit, after) {
	const wanted = { limit, sort: $('runs-sort').value, status: $('runs-status').value, query: $('runs-search').value.trim(), after };
	return get(`training-jobs?${new URLSearchParams(Object.entries(wanted).filter(([, value]) => value))}`);
}

function lookAgain() {
	if (!jobs.every(isFinished) && jobs.length <= MOST_AT_ONCE) {
		timer = setTimeout(() => {
			if (!$('runs').hidden && !document.hidden) {
				refresh();
			}
		}, AGAIN_MILLIS);
	}
}

async function more() {
	const number = ++asked;
	listing.begin();
	try {
		const page = await list(PAGE, next);
		if (number === asked) {
			jobs = [...jobs, ...page.items];
			next = page.next;
			draw();
			lookAgain();
		}
	}
	catch (error) {
		listing.refuse(error);
	}
}

/** Lists others, from the first. */
function anew() {
	jobs = [];
	refresh();
}

function draw() {
	takeChosen();
	patch($('runs-body'), isQueueShown() ? placed(jobs) : jobs, ({ id }) => id, row, update);
	for (const button of $('runs-head').querySelectorAll('button')) {
		const order = $('runs-sort').value;
		const sorted = order.replace('-', '') === button.dataset.sort;
		button.closest('th').setAttribute('aria-sort', sorted ? (order.startsWith('-') ? 'descending' : 'ascending') : 'none');
	}
	$('runs-table').hidden = jobs.length === 0;
	$('more-runs').hidden = next === null;
	say($('runs-count'), inWords());
	drawCompare();
}

/** Whether nothing keeps runs that wait out of the list. */
const isQueueShown = () => next === null && $('runs-search').value.trim() === '' && ['', 'queued'].includes($('runs-status').value);

function inWords() {
	const narrowed = $('runs-search').value.trim() !== '' || $('runs-status').value !== '';
	if (jobs.length === 0) {
		return narrowed ? 'No run is like that.' : 'There are no runs yet. Start one under “Train”.';
	}
	return `${jobs.length} ${jobs.length === 1 ? 'run' : 'runs'}${next === null ? '' : ', and more'}`;
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
		else if (key === 'corpus' || key === 'changed') {
			inner.title = text(job);
		}
	});
}

function choose(id, is) {
	if (is) {
		chosen.set(id, jobs.find((job) => job.id === id));
	}
	else {
		chosen.delete(id);
	}
	drawCompare();
	if (!$('run-comparison').hidden) {
		compare();
	}
}

/** Runs that the list need not show. */
async function chooseOnly(ids) {
	listing.begin();
	try {
		const all = await Promise.all(ids.map((id) => get(path`training-jobs/${id}`)));
		chosen.clear();
		all.forEach((job) => chosen.set(job.id, job));
	}
	catch (error) {
		listing.refuse(error);
	}
	draw();
}

function drawCompare() {
	$('compare-runs').disabled = chosen.size < 2 || chosen.size > MOST_CHOSEN;
	say($('compare-runs'), chosen.size < 2 ? 'Choose two or more to compare' : chosen.size > MOST_CHOSEN ? `Choose ${MOST_CHOSEN} at most` : `Compare ${chosen.size} runs`);
	$('choose-none').hidden = chosen.size === 0;
}

/** Draws the curves of those that are chosen over each other. */
async function compare() {
	listing.begin();
	try {
		const { compareRuns } = await import('./compare.js');
		await compareRuns([...chosen.values()]);
	}
	catch (error) {
		listing.refuse(error);
	}
}

/** By what the service can order, as its API calls it. */
function headOf({ title, number, sort }) {
	return el('th', { scope: 'col', class: number ? 'number' : null }, sort ? el('button', { type: 'button', class: 'sort', 'data-sort': sort, onclick: () => {
		const order = $('runs-sort').value;
		$('runs-sort').value = (order === sort) ? `-${sort}` : (order === `-${sort}` || sort !== 'createdAt') ? sort : `-${sort}`;
		anew();
	} }, title) : title);
}

$('runs-head').append(el('tr', {}, el('th', { scope: 'col', class: 'choose' }, el('span', { class: 'unseen' }, 'Compare')), COLUMNS.map(headOf)));
$('compare-runs').addEventListener('click', async () => {
	await compare();
	$('run-comparison-title').focus();
});
$('choose-none').addEventListener('click', () => {
	chosen.clear();
	$('run-comparison').hidden = true;
	draw();
	$('runs-search').focus();
});
$('more-runs').addEventListener('click', more);
$('runs-status').addEventListener('change', anew);
$('runs-sort').addEventListener('change', anew);
$('runs-search').addEventListener('input', afterPause(250, anew));
$('runs-filter').addEventListener('submit', (event) => event.preventDefault());
document.addEventListener('visibilitychange', () => {
	if (!document.hidden && !$('runs').hidden) {
		refresh();
	}
});
