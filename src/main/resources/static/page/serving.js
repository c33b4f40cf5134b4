// How a model is served: precision, kept in memory, mixture, other workspaces.

import { Action } from './action.js';
import { get, path, put } from './api.js';
import { $ } from './dom.js';

const setting = new Action($('serving-problem'), (name) => $(`serving-${name}`));

let reference;

let wasShared;

/** Shows how a model is served, to be changed. */
export async function showServing(model) {
	reference = model;
	setting.begin();
	const [serving, { shared }] = await Promise.all([get(path`models/${model}/serving`), get(path`models/${model}/sharing`)]);
	$('serving-title').textContent = `Serving settings of ${serving.model}`;
	$('serving-precision').value = serving.precision;
	$('serving-pinned').checked = serving.pinned;
	$('serving-mixture').checked = serving.mixture;
	$('serving-shared').checked = wasShared = shared;
	$('serving').showModal();
}

$('serving-form').addEventListener('submit', async (event) => {
	event.preventDefault();
	setting.begin();
	try {
		await put(path`models/${reference}/serving`, { precision: $('serving-precision').value, pinned: $('serving-pinned').checked, mixture: $('serving-mixture').checked });
		if ($('serving-shared').checked !== wasShared) {
			await put(path`models/${reference}/sharing`, { shared: $('serving-shared').checked });
		}
		$('serving').close();
	}
	catch (error) {
		setting.refuse(error);
	}
});
