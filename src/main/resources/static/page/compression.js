// Texts compressed with a model, and restored.

import { Action } from './action.js';
import { path, send } from './api.js';
import { el } from './dom.js';
import { save } from './files.js';
import { bytes, number } from './format.js';
import { chosenModel, fillModels } from './models-list.js';

const model = el('select', { id: 'compression-model' });
const mixture = el('input', { type: 'checkbox' });
const text = el('input', { type: 'file', id: 'compression-text' });
const packed = el('input', { type: 'file', id: 'compression-packed' });
const status = el('p', { class: 'soft', role: 'status' });
const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
const acting = new Action(problem);

export const node = el('section', { class: 'card', 'aria-labelledby': 'compression-title' },
	el('h2', { id: 'compression-title' }, 'Compression'),
	el('p', { class: 'soft' }, 'The better a model predicts a text, the fewer bytes it takes. Only the same version of the model can restore it.'),
	el('p', {}, el('label', { htmlFor: model.id }, 'Model'), model),
	el('label', { class: 'check' }, mixture, ' use the mixture, which makes the file smaller'),
	el('p', {}, el('label', { htmlFor: text.id }, 'Compress a text file'), text),
	el('p', {}, el('label', { htmlFor: packed.id }, 'Restore a compressed file'), packed), status, problem);

export const show = () => fillModels(model, null);

async function compress() {
	const [file] = text.files;
	await act(text, async () => {
		const response = await send('POST', path`models/${chosenModel(model)}/compress` + `?mixture=${mixture.checked}`, { body: file, type: 'text/plain', headers: { Accept: '*/*' } });
		const blob = await response.blob();
		save(blob, `${file.name}.charrnn`);
		return `Compressed ${bytes(file.size)} to ${bytes(blob.size)}: ${number(blob.size * 8 / file.size)} bits per byte.`;
	});
}

async function restore() {
	const [file] = packed.files;
	await act(packed, async () => {
		const response = await send('POST', path`models/${chosenModel(model)}/decompress`, { body: file, type: 'application/octet-stream', headers: { Accept: '*/*' } });
		const blob = await response.blob();
		save(blob, file.name.replace(/\.charrnn$/, '') || 'text.txt');
		return `Restored ${bytes(blob.size)} of text from ${bytes(file.size)}.`;
	});
}

async function act(input, action) {
	if (input.files.length === 0) {
		return;
	}
	acting.begin();
	status.textContent = `Reading ${input.files[0].name} …`;
	try {
		status.textContent = await action();
	}
	catch (error) {
		status.textContent = '';
		acting.refuse(error);
	}
	input.value = '';
}

text.addEventListener('change', compress);
packed.addEventListener('change', restore);
