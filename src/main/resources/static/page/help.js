// What the fields of the API are, in the words of its own document: one source for both.

import { get } from './api.js';

let asked = null;

/** The API's document, once; it is large, so only where somebody wants to read of it. */
function api() {
	asked ??= get('../../v3/api-docs').catch(() => null);
	return asked;
}

/** The properties of a schema by their names after a prefix, those of inner ones as in `schedule.type`, each with description, minimum, maximum. */
export async function properties(schema, prefix = '') {
	const document = await api();
	return document ? flat(document.components.schemas, schema, prefix) : {};
}

function flat(schemas, name, prefix) {
	const all = {};
	for (const [property, description] of Object.entries(schemas[name]?.properties ?? {})) {
		const inner = description.$ref?.split('/').pop();
		if (inner && schemas[inner]?.properties) {
			Object.assign(all, flat(schemas, inner, `${prefix}${property}.`));
		}
		else {
			all[prefix + property] = description;
		}
	}
	return all;
}

/** The first sentence of a description. A field of the page is left empty where the API takes null. */
export const sentence = (description) => ((description ?? '').match(/^.*?[.](?=\s|$)/s)?.[0] ?? description ?? '').replaceAll('`', '').replace(/,? or null(?=[.]$)/, '');

/** Puts beside each field what it is. */
export function explain(fields, described) {
	for (const [name, field] of Object.entries(fields)) {
		const help = field.parentElement.querySelector('.help');
		const text = sentence(described[name]?.description);
		help.textContent = text;
		help.hidden = !text;
	}
}
