// Curves of several runs over one axis.

/** What a run's points lie at: iterations, characters read, or seconds of training (from the speed that each point tells). */
export function positions(points, axis, { batchSize, sequenceLength }) {
	const perIteration = batchSize * sequenceLength;
	if (axis === 'iterations') {
		return points.map(({ iteration }) => iteration);
	}
	if (axis === 'characters') {
		return points.map(({ iteration }) => iteration * perIteration);
	}
	let seconds = 0;
	let before = 0;
	return points.map(({ iteration, charactersPerSecond }) => {
		seconds += charactersPerSecond > 0 ? (iteration - before) * perIteration / charactersPerSecond : 0;
		before = iteration;
		return seconds;
	});
}

/**
 * An exponential moving average, without the drag towards its beginning that a plain one has.
 * @param weight of what came before, 0 for none
 */
export function smoothed(values, weight) {
	let sum = 0;
	let total = 0;
	return values.map((value) => {
		if (value === null || value === undefined) {
			return value ?? null;
		}
		sum = weight * sum + (1 - weight) * value;
		total = weight * total + (1 - weight);
		return sum / total;
	});
}

/** The points of a line that have a value. */
export function line(x, y) {
	const has = (index) => y[index] !== null && y[index] !== undefined;
	return { x: x.filter((at, index) => has(index)), y: y.filter((value, index) => has(index)) };
}

/**
 * Puts lines over one axis: all positions in order, and of each line its values there, null where it has none.
 * @param lines each with x and y, as long as each other
 */
export function merge(lines) {
	const axis = [...new Set(lines.flatMap(({ x }) => x))].sort((one, other) => one - other);
	const places = new Map(axis.map((x, index) => [x, index]));
	return [axis, ...lines.map(({ x, y }) => {
		const values = new Array(axis.length).fill(null);
		x.forEach((at, index) => {
			values[places.get(at)] = y[index];
		});
		return values;
	})];
}

/** The value of a merged line at an index, else the last one before it; null before its first and after its last. */
export function valueAt(values, index) {
	if (index === null || index === undefined) {
		return values.findLast((value) => value !== null) ?? null;
	}
	if (values.slice(index).every((value) => value === null)) {
		return null;
	}
	return values.slice(0, index + 1).findLast((value) => value !== null) ?? null;
}

/** As comma-separated values, a row for each position. */
export function csv(header, data) {
	const cell = (value) => (value === null || value === undefined) ? '' : /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
	const rows = data[0].map((x, index) => [x, ...data.slice(1).map((values) => values[index])]);
	return [header, ...rows].map((row) => row.map(cell).join(',')).join('\n') + '\n';
}
