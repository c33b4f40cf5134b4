// Runs over each other: their curves, and the settings in which they differ.

import { get, path } from './api.js';
import { Chart } from './chart.js';
import { $, el, head } from './dom.js';
import { save } from './files.js';
import { count, duration, loss, plain } from './format.js';
import { label } from './job-facts.js';
import { settingsTable } from './runs-view.js';
import { csv, line, merge, positions, smoothed, valueAt } from './series.js';

const POINTS = 1000;

const AXES = { iterations: count, characters: count, time: duration };

const COLORS = 8;

/** Below which each point of a line is drawn as such. */
const FEW_POINTS = 25;

let runs = [];

let chart = null;

let data = [[]];

/** Shows some runs; points of one that has ended are kept. */
export async function compareRuns(jobs) {
	const known = new Map(runs.map((run) => [run.job.id, run]));
	const same = !$('run-comparison').hidden && jobs.length === runs.length && jobs.every(({ id }, index) => id === runs[index].job.id);
	runs = await Promise.all(jobs.map(async (job) => {
		const before = known.get(job.id);
		const points = (before?.job.progress.iteration === job.progress.iteration) ? before.points
			: (await get(path`training-jobs/${job.id}/curves` + `?points=${POINTS}`)).points;
		return { job, points };
	}));
	$('run-comparison').hidden = false;
	const texts = new Set(jobs.map(({ corpus }) => corpus));
	$('run-comparison-warning').hidden = texts.size < 2;
	draw(same);
	drawSettings();
}

const wanted = () => ({ axis: $('compare-axis').value, field: $('compare-loss').value, log: $('compare-log').checked, weight: Number($('compare-smooth').value) });

/** Draws anew, or goes on where the lines are those that are drawn. */
function draw(same = false) {
	const { axis, field, log, weight } = wanted();
	const lines = runs.map(({ job, points }) => line(positions(points, axis, job.hyperparameters), smoothed(points.map((point) => point[field]), weight)));
	data = merge(lines);
	if (same) {
		chart.set(data);
		drawLegend(null);
		return;
	}
	chart?.destroy();
	$('compare-chart').replaceChildren();
	const inSeconds = (axis === 'time');
	chart = new Chart($('compare-chart'), {
		title: field === 'validationLoss' ? 'Validation loss' : 'Training loss', x: axis, y: 'nats per character', height: 360, log,
		ticks: inSeconds ? (ticks) => ticks.map((tick) => duration(tick)) : undefined,
		onCursor: drawLegend,
		lines: runs.map(({ job }, index) => ({ name: label(job), color: `run-${index % COLORS + 1}`, dash: dashOf(index), points: lines[index].x.length < FEW_POINTS })),
	});
	chart.set(data);
	drawLegend(null);
}

const dashOf = (index) => [undefined, [8, 4], [2, 3], [10, 3, 2, 3]][index % 4];

/** Names, colors, and the values at the cursor or else the last ones. */
function drawLegend(index) {
	const { axis } = wanted();
	const at = (index === null || index === undefined) ? 'last' : `at ${AXES[axis](data[0][index])}${axis === 'time' ? '' : ` ${axis}`}`;
	$('compare-legend').replaceChildren(...runs.map(({ job }, run) => el('li', { class: `run-${run % COLORS + 1}` },
		`${label(job)} `, el('b', {}, loss(valueAt(data[run + 1], index))))), el('li', { class: 'plain' }, at));
}

function drawSettings() {
	const jobs = runs.map(({ job }) => job);
	const rows = settingsTable(jobs, plain).filter(({ differs }) => differs || $('compare-all').checked);
	$('compare-settings').replaceChildren(
		el('thead', {}, el('tr', {}, head('Setting'), jobs.map((job) => el('th', { scope: 'col' }, el('a', { href: `#train/${job.id}` }, label(job)))))),
		el('tbody', {}, fixed(jobs).map(([name, values]) => row(name, values.map((value) => ({ value, odd: false })))),
			rows.map(({ name, cells }) => row(name, cells))));
}

const row = (name, cells) => el('tr', {}, el('th', { scope: 'row' }, name), cells.map(({ value, odd }) => el('td', { class: odd ? 'odd' : null }, value)));

const fixed = (jobs) => [
	['Best loss', jobs.map((job) => loss(job.bestValidationLoss ?? job.trainingLoss))],
	['Text', jobs.map((job) => job.corpusName ?? 'deleted')],
	['Iterations', jobs.map((job) => count(job.progress.iteration))],
	['Time', jobs.map((job) => duration(job.progress.trainingSeconds))],
];

function saveCsv() {
	const { axis, field } = wanted();
	save(new Blob([csv([axis === 'time' ? 'seconds' : axis, ...runs.map(({ job }) => `${label(job)} ${field}`)], data)], { type: 'text/csv' }), 'runs.csv');
}

async function savePng() {
	save(await chart.picture(runs.map(({ job }, index) => ({ text: `${label(job)}  ${loss(valueAt(data[index + 1], null))}`, color: `run-${index % COLORS + 1}` }))), 'runs.png');
}

for (const id of ['compare-axis', 'compare-loss', 'compare-log', 'compare-smooth']) {
	$(id).addEventListener('input', () => draw());
}
$('compare-all').addEventListener('input', drawSettings);
$('compare-csv').addEventListener('click', saveCsv);
$('compare-png').addEventListener('click', savePng);
$('compare-close').addEventListener('click', () => {
	$('run-comparison').hidden = true;
	$('compare-runs').focus();
});
