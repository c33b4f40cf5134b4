// Line charts: uPlot, with the page's colors and a sentence for those who do not see them.

import { el } from './dom.js';
import { count, minus, number, tickLabels } from './format.js';

/** Between the names of marks, in pixels of the style sheet. */
const LABEL_HEIGHT = 14;

/** From the plot to the names of its marks. */
const LEADER = 12;

/** Of a plot, from which on its marks have more than a name. */
const WIDE = 420;

const LABEL_FONT = '11px system-ui, sans-serif';

/** Of ten, on a logarithmic axis. */
const MOST_POWERS = 6;

const FONT = '12px system-ui, sans-serif';

/** Between ticks of what is counted; uPlot's own steps have 2.5 among them. */
const WHOLE_STEPS = [...Array(10).keys()].flatMap((zeros) => [1, 2, 5].map((digit) => digit * 10 ** zeros));

/** The library, once somebody sees a chart. */
await new Promise((resolve, reject) => {
	document.head.append(
		el('link', { rel: 'stylesheet', href: 'webjars/uplot/dist/uPlot.min.css' }),
		el('script', { src: 'webjars/uplot/dist/uPlot.iife.min.js', onload: resolve, onerror: () => reject(new Error('The chart library cannot be loaded.')) }));
});

const probe = document.createElement('i');

const ruler = document.createElement('canvas').getContext('2d');

/** What a color of the style sheet is in the present theme. */
function color(name) {
	probe.style.color = `var(--${name})`;
	document.body.append(probe);
	const value = getComputedStyle(probe).color;
	probe.remove();
	return value;
}

/**
 * Draws lines over a common horizontal axis.
 * @param node where to draw
 * @param options height; title; ticks(values) as words of the horizontal axis; lines [{name, color, dash, points, band: [lower, upper]}]; marks () => [{name, label, value}], a label beside a plot that has the room;
 * log; x and y as words; key for a cursor that others share
 */
export class Chart {

	constructor(node, options) {
		this.node = node;
		this.options = options;
		this.data = [[], ...options.lines.map(() => [])];
		node.classList.add('chart');
		node.setAttribute('role', 'img');
		this.size = new ResizeObserver(() => this.fit());
		this.size.observe(node);
		this.retheme = () => this.build();
		window.addEventListener('theme', this.retheme);
		this.build();
	}

	build() {
		this.plot?.destroy();
		this.plot = new window.uPlot(this.plotOptions(), this.data, this.node);
	}

	/** Shows other data: x, then the values of each line, null where there is none. */
	set(data) {
		this.data = data;
		this.plot.setData(data);
		this.node.setAttribute('aria-label', this.inWords());
	}

	fit() {
		const width = Math.floor(this.node.clientWidth);
		if (width > 0 && width !== this.plot.width) {
			this.plot.setSize({ width, height: this.options.height });
		}
	}

	destroy() {
		this.size.disconnect();
		window.removeEventListener('theme', this.retheme);
		this.plot.destroy();
	}

	/** The chart as a PNG, with names of its lines below. */
	async picture(names) {
		const from = this.plot.ctx.canvas;
		const scale = window.devicePixelRatio;
		const canvas = el('canvas', { width: from.width, height: from.height + Math.ceil(names.length * 20 + 12) * scale });
		const context = canvas.getContext('2d');
		context.fillStyle = color('card');
		context.fillRect(0, 0, canvas.width, canvas.height);
		context.drawImage(from, 0, 0);
		context.font = FONT.replace('12', 13 * scale);
		names.forEach(({ text, color: name }, index) => {
			const y = from.height + (index * 20 + 18) * scale;
			context.fillStyle = color(name);
			context.fillRect(60 * scale, y - 6 * scale, 16 * scale, 3 * scale);
			context.fillStyle = color('ink');
			context.fillText(text, 84 * scale, y);
		});
		return new Promise((resolve) => {
			canvas.toBlob(resolve, 'image/png');
		});
	}

	inWords() {
		const x = this.data[0];
		if (x.length === 0) {
			return `${this.options.title}: nothing yet`;
		}
		const lines = this.options.lines.map((line, index) => [line, this.data[index + 1].filter((y) => y !== null && y !== undefined)])
			.filter(([line, values]) => line.name && values.length > 0)
			.map(([line, values]) => `${line.name} from ${number(values[0])} to ${number(values.at(-1))}`);
		const marks = this.marks().map((mark) => `; ${mark.label}`).join('');
		return `${this.options.title}, ${this.options.x} ${count(x[0])} to ${count(x.at(-1))}: ${lines.join('; ')}${marks}`;
	}

	plotOptions() {
		const { lines, height, log, key } = this.options;
		return {
			width: Math.max(100, Math.floor(this.node.clientWidth)), height,
			padding: [8, () => this.labelWidth(), 0, 0],
			legend: { show: false },
			cursor: { y: false, drag: { x: true, y: false }, points: { size: 7 }, ...(key ? { sync: { key } } : {}) },
			scales: { x: { time: false }, y: log ? { distr: 3 } : { range: (plot, low, high) => this.range(low, high) } },
			axes: axes(this.options),
			series: [{}, ...lines.map(series)],
			bands: lines.flatMap((line) => line.band ? [{ series: line.band, fill: fade(color(line.color)) }] : []),
			hooks: {
				setCursor: [(plot) => this.options.onCursor?.(plot.cursor.idx)],
				draw: [(plot) => this.drawMarks(plot)],
			},
		};
	}

	range(low, high) {
		if (low === null || high === null) {
			return [0, 1];
		}
		const marks = this.marks().map((mark) => mark.value);
		const least = Math.min(low, ...marks.slice(-1));
		const pad = Math.max((high - least) * 0.06, Math.abs(high) * 1e-3, 1e-9);
		return [this.options.zero ? 0 : least - pad, high + pad];
	}

	/** From top to bottom, with what is written beside each. */
	marks() {
		const wide = this.node.clientWidth >= WIDE;
		return (this.options.marks?.() ?? []).map((mark) => ({ ...mark, text: wide ? mark.label : mark.name }));
	}

	/** The room right of the plot: for the names of the marks, else for half of the last number below. */
	labelWidth() {
		ruler.font = LABEL_FONT;
		const widths = this.marks().map((mark) => ruler.measureText(mark.text).width);
		return Math.max(26, LEADER + Math.ceil(Math.max(0, ...widths)));
	}

	/** Lines at the same height everywhere, each led to its name beside the plot. */
	drawMarks(plot) {
		const context = plot.ctx;
		const { left, top, width, height } = plot.bbox;
		const scale = window.devicePixelRatio;
		const right = left + width;
		const marks = this.marks().map((mark) => ({ ...mark, y: plot.valToPos(mark.value, 'y', true) }))
			.filter(({ y }) => y >= top && y <= top + height);
		const names = apart(marks.map(({ y }) => y), LABEL_HEIGHT * scale, top + height);
		context.save();
		context.strokeStyle = context.fillStyle = color('count');
		context.lineWidth = scale;
		context.font = LABEL_FONT.replace('11', 11 * scale);
		context.textAlign = 'left';
		context.textBaseline = 'middle';
		marks.forEach(({ text, y }, index) => {
			line(context, [4 * scale, 4 * scale], [left, y], [right, y]);
			line(context, [], [right, y], [right + (LEADER - 3) * scale, names[index]]);
			context.fillText(text, right + LEADER * scale, names[index]);
		});
		context.restore();
	}

}

function line(context, dash, from, to) {
	context.setLineDash(dash);
	context.beginPath();
	context.moveTo(...from);
	context.lineTo(...to);
	context.stroke();
}

/** Heights from top to bottom, moved as little as leaves some space between them and none below a bottom. */
function apart(heights, space, bottom) {
	const moved = [];
	for (const height of heights) {
		moved.push(Math.max(height, (moved.at(-1) ?? -Infinity) + space));
	}
	for (let index = moved.length - 1, most = bottom; index >= 0 && moved[index] > most; index--, most -= space) {
		moved[index] = most;
	}
	return moved;
}

function axes({ log, x, y, ticks }) {
	const axis = { stroke: color('soft'), font: FONT, labelFont: FONT, labelSize: 18, labelGap: 0, grid: { stroke: color('line'), width: 1 }, ticks: { show: false } };
	return [
		{ ...axis, size: 26, gap: 4, space: 80, label: x, incrs: WHOLE_STEPS, values: (plot, values) => ticks ? ticks(values) : values.map((tick) => count(tick)) },
		{
			...axis, size: 52, gap: 4, space: 32, ...(y ? { label: y } : {}), values: (plot, values) => log ? values.map(power) : tickLabels(values),
			...(log ? { splits: (plot, index, low, high) => logarithmicTicks(low, high), filter: (plot, values) => values } : {}),
		},
	];
}

/** How a line is drawn; one without a color is but the edge of a band. */
function series(line) {
	const ink = line.color ? color(line.color) : undefined;
	return {
		label: line.name ?? '', stroke: ink, width: ink ? 1.75 : 0, dash: line.dash, spanGaps: true,
		points: { show: line.points ? true : (plot) => plot.data[0].length < 3, size: 6, fill: ink },
	};
}

const fade = (rgb) => rgb.replace(/^rgb\((.*)\)$/, 'rgba($1, 0.18)');

/** Powers of ten, all if they are few; 1, 2 and 5 times each where there are hardly any. */
function logarithmicTicks(low, high) {
	const first = Math.floor(Math.log10(low));
	const last = Math.ceil(Math.log10(high));
	const step = Math.max(1, Math.ceil((last - first) / MOST_POWERS));
	const factors = (last - first <= 2) ? [1, 2, 5] : [1];
	const ticks = [];
	for (let power = Math.ceil(first / step) * step; power <= last; power += step) {
		ticks.push(...factors.map((factor) => Number(`${factor}e${power}`)));
	}
	return ticks.filter((tick) => tick >= low && tick <= high);
}

const power = (tick) => (tick >= 0.01 && tick <= 100) ? number(tick) : minus(tick.toExponential(0));
