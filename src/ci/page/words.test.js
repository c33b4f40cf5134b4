import assert from 'node:assert/strict';
import { test } from 'node:test';
import { passes, waitMillis } from './page/backoff.js';
import { endInWords, inWords } from './page/words.js';

const problem = (name, more) => ({ type: `urn:char-rnn:problem:${name}`, ...more });

test('words errors with the names that the page has for fields', () => {
	assert.equal(inWords(problem('invalid-hyperparameter', { field: 'layers', value: 9, bound: 'from 1 to 4' }), 'Layers'), 'Layers must be from 1 to 4; it is 9.');
	assert.equal(inWords(problem('wrong-type', { field: 'layers', detail: 'layers must be a whole number, but is "a"' }), 'Layers'), 'Layers must be a whole number, but is "a"');
	assert.match(inWords(problem('invalid-utf8', { offset: 2, encoding: 'WINDOWS-1252' })), /byte at 2.*WINDOWS-1252/);
	assert.equal(inWords(problem('unheard-of', { detail: 'As the service says.' })), 'As the service says.');
});

test('says why a text ended', () => {
	assert.match(endInWords({ finishReason: 'stop', stop: '\n' }), /“⏎”/);
	assert.equal(endInWords({ finishReason: 'a new one' }), '');
});

test('waits longer each time, as long as asked, and not for ever', () => {
	assert.deepEqual([0, 1, 2, 20].map((attempt) => waitMillis(attempt, null, 1)), [500, 1000, 2000, 15000]);
	assert.equal(waitMillis(0, 7, 0), 7000);
	assert.deepEqual([0, 429, 502, 503, 504, 500, 404].map(passes), [true, true, true, true, true, false, false]);
});
