import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv, line, merge, positions, smoothed, valueAt } from './page/series.js';

const POINTS = [{ iteration: 10, charactersPerSecond: 50 }, { iteration: 30, charactersPerSecond: 200 }];

test('lays points at iterations, characters or seconds', () => {
	const size = { batchSize: 2, sequenceLength: 5 };
	assert.deepEqual(positions(POINTS, 'iterations', size), [10, 30]);
	assert.deepEqual(positions(POINTS, 'characters', size), [100, 300]);
	assert.deepEqual(positions(POINTS, 'time', size), [2, 3]);
});

test('merges lines over one axis', () => {
	assert.deepEqual(merge([{ x: [1, 3], y: [10, 30] }, { x: [2, 3], y: [5, 6] }]), [[1, 2, 3], [10, null, 30], [null, 5, 6]]);
	assert.deepEqual(line([1, 2, 3], [null, 4, undefined]), { x: [2], y: [4] });
});

test('smooths without a drag towards the beginning', () => {
	assert.deepEqual(smoothed([2, 2, null, 2], 0.9).map((value) => value && Math.round(value * 1e9) / 1e9), [2, 2, null, 2]);
	assert.deepEqual(smoothed([1, 3], 0), [1, 3]);
});

test('tells the value at the cursor, and none after a line has ended', () => {
	const values = [null, 4, null, 2, null];
	assert.equal(valueAt(values, 0), null);
	assert.equal(valueAt(values, 2), 4);
	assert.equal(valueAt(values, 4), null);
	assert.equal(valueAt(values, null), 2);
});

test('writes comma-separated values', () => {
	assert.equal(csv(['x', 'a "b", c'], [[1, 2], [0.5, null]]), 'x,"a ""b"", c"\n1,0.5\n2,\n');
});
