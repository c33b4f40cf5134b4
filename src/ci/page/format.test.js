import assert from 'node:assert/strict';
import { test } from 'node:test';
import { count, duration, isoSeconds, loss, number, plain, tickLabels } from './page/format.js';

test('writes numbers by one rule, with a true minus', () => {
	assert.equal(count(1234567.4), '1,234,567');
	assert.equal(number(-0.012345), '−0.0123');
	assert.equal(loss(-1.5), '−1.500');
	assert.equal(loss(null), '–');
	assert.equal(duration(5400), '1 h 30 min');
});

test('labels no two ticks alike', () => {
	assert.deepEqual(tickLabels([1.23, 1.235, 1.24]), ['1.230', '1.235', '1.240']);
	assert.deepEqual(tickLabels([0, 500, 1000]), ['0', '500', '1,000']);
	assert.deepEqual(tickLabels([0, 0.00025, 0.0005]), ['0.00000', '0.00025', '0.00050']);
	assert.deepEqual(tickLabels([0, 20000, 40000]), ['0', '20k', '40k']);
	assert.deepEqual(tickLabels([-1, 0, 1]), ['−1', '0', '1']);
	assert.deepEqual(tickLabels([]), []);
});

test('shows settings of any kind', () => {
	assert.equal(isoSeconds('PT1H2M3.5S'), 3723.5);
	assert.equal(plain('PT8S'), '8 s');
	assert.equal(plain({ type: 'norm', threshold: 1 }), 'type norm, threshold 1');
	assert.equal(plain(null), '–');
	assert.equal(plain('LSTM'), 'LSTM');
});
