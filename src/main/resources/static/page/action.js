// An error belongs to the action that caused it: it stands beside it until the action is repeated or the field is edited.

import { isAbort, wantsKey } from './api.js';
import { el } from './dom.js';
import { inWords } from './words.js';

let numbers = 0;

export class Action {

	/**
	 * @param node where the error stands
	 * @param fieldOf gives the control of a field of the API, or null
	 */
	constructor(node, fieldOf = () => null) {
		this.node = node;
		this.fieldOf = fieldOf;
		this.field = null;
		this.node.id ||= `error-${numbers++}`;
		this.edited = () => this.begin();
	}

	/** The action is done anew: what it said before does not count any more. */
	begin() {
		this.node.hidden = true;
		this.node.textContent = '';
		if (this.field) {
			this.field.removeAttribute('aria-invalid');
			this.field.removeAttribute('aria-errormessage');
			this.beside.remove();
			this.field.removeEventListener('input', this.edited);
			this.field = null;
		}
	}

	/** Says what was wrong, and marks the field. That nobody waits any more is no error; that a key is wanted, its form says. */
	refuse(error) {
		if (isAbort(error)) {
			return;
		}
		this.begin();
		if (wantsKey(error)) {
			return;
		}
		const { field } = error;
		this.field = (field && this.fieldOf(field)) || null;
		this.node.hidden = false;
		this.node.textContent = inWords(error.document ?? { detail: error.message }, this.field && labelOf(this.field));
		if (this.field) {
			this.field.setAttribute('aria-invalid', 'true');
			this.field.setAttribute('aria-errormessage', this.node.id);
			this.field.addEventListener('input', this.edited);
			this.beside = el('small', { class: 'error', 'aria-hidden': 'true' }, this.node.textContent);
			(this.field.closest('.editor') ?? this.field).after(this.beside);
			const details = this.field.closest('details');
			if (details) {
				details.open = true;
			}
		}
	}

}

const labelOf = (field) => field.labels?.[0]?.firstChild?.textContent.trim() ?? field.getAttribute('aria-label');
