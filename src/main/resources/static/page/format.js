const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export const NOTHING = '–';

const known = (format) => (value) => (value === null || value === undefined) ? NOTHING : format(value);

export const count = known((value) => whole.format(value));
export const number = known((value) => short.format(value));
export const percent = known((value) => (value > 0 && value < 1e-4) ? '< 0.01 %' : `${short.format(value * 100)} %`);
export const loss = known((value) => value.toFixed(3));
export const moment = known((value) => date.format(new Date(value)));

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
export const rounds = known((it) => `${count(it.workers)} workers that meet every ${count(it.localIterations)} iterations`);

/** A network in a few words. */
export const network = (it) => `${it.cell} ${it.layers} × ${count(it.hiddenSize)}${it.normalization === 'rms' ? ', RMS norm' : ''}`;

