import assert from 'node:assert/strict';
import { test } from 'node:test';

const control = { addEventListener: () => {}, classList: { toggle: () => {} } };
Object.assign(globalThis, {
	document: { baseURI: 'http://service.invalid/', body: control, getElementById: () => control },
	window: { dispatchEvent: () => {} },
	sessionStorage: { getItem: () => null },
});
const { get, isAbort } = await import('./page/api.js');

/** An answer that is refused, whose body cannot be read. */
function answerWith(error) {
	globalThis.fetch = async () => ({ ok: false, status: 422, headers: new Headers(), json: async () => {
		throw error;
	} });
}

test('takes an answer for none whose request is aborted while it is read', async () => {
	answerWith(new DOMException('aborted', 'AbortError'));
	await assert.rejects(get('anything'), isAbort);
});

test('has no details where an answer is no JSON', async () => {
	answerWith(new SyntaxError('no JSON'));
	await assert.rejects(get('anything'), (error) => error.status === 422 && Object.keys(error.document).length === 0);
});
