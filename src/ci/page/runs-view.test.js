import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plain } from './page/format.js';
import { published } from './page/job-facts.js';
import { placed, settingsTable, statusInWords } from './page/runs-view.js';

const job = (id, more) => ({
	id, model: `model-${id}`, result: null, status: 'succeeded', corpus: 'c', corpusName: 'Hamlet', preset: 'tiny', changed: [], fitted: [],
	hyperparameters: { cell: 'LSTM', layers: 1 }, progress: { iteration: 5, trainingSeconds: 9 }, publishes: null,
	bestValidationLoss: 2, validationLoss: 2, trainingLoss: 2, createdAt: `2026-01-0${id}T00:00:00Z`, ...more,
});

test('marks only the cells that differ from most', () => {
	const rows = settingsTable([job(1), job(2), job(3, { hyperparameters: { cell: 'LSTM', layers: 2 } })], plain);
	assert.equal(rows[0].name, 'layers');
	assert.deepEqual(rows[0].cells.map(({ odd }) => odd), [false, false, true]);
	assert.equal(rows[1].differs, false);
});

test('says where a run stands, and which weights it publishes', () => {
	const waiting = placed([job(3, { status: 'queued' }), job(2), job(1, { status: 'queued' })]);
	assert.deepEqual(waiting.map(statusInWords), ['queued, position 2', 'succeeded', 'queued, position 1']);
	const best = { checkpoint: 'a', iteration: 40, choice: 'best' };
	assert.match(published(job(1, { result: 'm:1', publishes: best, bestValidationLoss: 1.25 })), /Published as m:1.*iteration 40.*1\.250/);
	assert.match(published(job(1, { status: 'cancelled', publishes: best })), /Nothing was published/);
});
