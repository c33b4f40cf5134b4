// How much longer a training is to go on.

import { $ } from './dom.js';
import { isoSeconds, numberOf } from './format.js';

/** The limits that a job has, twice as far as it has come or was to go. */
export function twice({ hyperparameters, progress }) {
	const { epochs, maxIterations, maxDuration } = hyperparameters;
	return {
		...(maxDuration ? { maxDuration: `${2 * Math.ceil(Math.max(progress.trainingSeconds, isoSeconds(maxDuration) ?? 0))}s` } : {}),
		...(epochs ? { epochs: 2 * epochs } : {}),
		...(maxIterations ? { maxIterations: 2 * Math.max(maxIterations, progress.iteration) } : {}),
	};
}

const FIELDS = { maxDuration: 'longer-duration', epochs: 'longer-epochs', maxIterations: 'longer-iterations' };

/** Asks for new limits; null if nothing is to change. */
export function extend(job) {
	const proposed = twice(job);
	for (const [name, id] of Object.entries(FIELDS)) {
		$(id).value = proposed[name] ?? '';
	}
	const dialog = $('longer');
	dialog.returnValue = '';
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes' ? wanted() : null), { once: true });
	});
}

function wanted() {
	const limits = {};
	for (const [name, id] of Object.entries(FIELDS)) {
		const text = $(id).value.trim();
		if (text !== '') {
			limits[name] = (name === 'maxDuration') ? text : numberOf(text);
		}
	}
	return limits;
}
