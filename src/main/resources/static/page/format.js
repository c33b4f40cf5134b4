// Numbers: counts are whole, losses have three decimals, everything else three significant digits. Dates are as the browser's language has them.

const wholeFormat = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const shortFormat = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** With a true minus in place of a hyphen. */
export const minus = (text) => text.replace('-', '−');

const whole = { format: (value) => minus(wholeFormat.format(value)) };
const short = { format: (value) => minus(shortFormat.format(value)) };

export const NOTHING = '–';

const MOST_DECIMALS = 8;

const known = (format) => (value) => (value === null || value === undefined) ? NOTHING : format(value);

export const count = known((value) => whole.format(value));
export const number = known((value) => short.format(value));
export const percent = known((value) => (value > 0 && value < 1e-4) ? '< 0.01 %' : `${short.format(value * 100)} %`);
export const loss = known((value) => minus(value.toFixed(3)));
export const moment = known((value) => date.format(new Date(value)));

/** As many as write a step exactly: 2 for 0.25. */
function decimalsOf(step) {
	const decimals = [...Array(MOST_DECIMALS).keys()].find((places) => Math.abs(Number(step.toFixed(places)) - step) < step * 1e-6);
	return decimals ?? MOST_DECIMALS;
}

/** Labels of an axis, with as many decimals as tell one from the next. */
export function tickLabels(ticks) {
	const shown = ticks.filter((tick) => tick !== null);
	const step = Math.min(...shown.slice(1).map((tick, index) => Math.abs(tick - shown[index])));
	const thousands = shown.length > 0 && shown.every((tick) => tick % 1000 === 0) && shown.some((tick) => tick !== 0);
	const unit = thousands ? 1000 : 1;
	const decimals = Number.isFinite(step) && step > 0 ? decimalsOf(step / unit) : 3;
	const format = new Intl.NumberFormat('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
	return ticks.map((tick) => tick === null ? '' : `${minus(format.format(tick / unit))}${thousands && tick !== 0 ? 'k' : ''}`);
}

export const duration = known((seconds) => {
	if (seconds < 90) {
		return `${seconds < 10 ? short.format(seconds) : whole.format(seconds)} s`;
	}
	const minutes = Math.round(seconds / 60);
	if (minutes < 90) {
		return `${minutes} min`;
	}
	return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
});

/** Reads what Java writes, such as PT1H2M3.5S. */
export function isoSeconds(text) {
	const parts = /^P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text ?? '');
	return parts ? ((+(parts[1] ?? 0) * 24 + +(parts[2] ?? 0)) * 60 + +(parts[3] ?? 0)) * 60 + +(parts[4] ?? 0) : null;
}

export const bytes = known((value) => {
	const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
	let scaled = value;
	let unit = 0;
	while (scaled >= 1000 && unit < units.length - 1) {
		scaled /= 1000;
		unit++;
	}
	return `${short.format(scaled)} ${units[unit]}`;
});

const GLYPHS = { ' ': '␣', '\n': '⏎', '\t': '⇥', '\r': '␍', '\u00a0': '⍽' };
const NAMES = { ' ': 'space', '\n': 'line break', '\t': 'tab', '\r': 'carriage return', '\u00a0': 'no-break space' };

/** A character so that it can be seen. */
export function glyph(character) {
	const mark = /\p{M}/u.test(character);
	const control = /[\p{C}\p{Z}]/u.test(character);
	return GLYPHS[character] ?? (mark ? `◌${character}` : control ? codePoint(character) : character);
}

/** A character so that it can be read aloud. */
export const spoken = (character) => NAMES[character] ?? glyph(character);

const codePoint = (character) => `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}`;

/** How a training is split, in a few words. */
export const rounds = known((it) => `${count(it.workers)} workers that synchronize every ${count(it.localIterations)} iterations`);

/** A value of whatever kind in a table of settings. */
export function plain(value) {
	if (value === null || value === undefined) {
		return NOTHING;
	}
	if (typeof value === 'number') {
		return Number.isInteger(value) ? String(value) : minus(String(value));
	}
	if (typeof value === 'object') {
		return Object.entries(value).map(([name, inner]) => `${name} ${plain(inner)}`).join(', ');
	}
	return /^P.*T?\d/.test(value) ? duration(isoSeconds(value)) : String(value);
}

/** A network in a few words. */
export const network = (it) => `${it.cell} ${it.layers} × ${count(it.hiddenSize)}${it.normalization === 'rms' ? ', RMS norm' : ''}`;

/** A number as such; what is none as it is, for the service to say what it wants. */
export const numberOf = (text) => Number.isFinite(Number(text)) ? Number(text) : text;

/** The words of a text, such as tags. */
export const wordsOf = (text) => text.split(/[\s,]+/).filter(Boolean);
