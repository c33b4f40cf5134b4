import assert from 'node:assert/strict';
import { test } from 'node:test';

const nothing = { addEventListener() {}, classList: { toggle() {} } };
globalThis.document = { baseURI: 'http://service.invalid/', getElementById: () => nothing, body: nothing };
globalThis.window = { addEventListener() {}, dispatchEvent() {} };
globalThis.sessionStorage = { getItem: () => null };

/** A service with sessions that says what it has read, and how much that was. */
class Service {

	constructor() {
		this.characters = 0;
		this.sessions = new Map();
		globalThis.fetch = async (address, { method, body }) => {
			const answer = this.answer(method, new URL(address).pathname.replace('/api/v1', ''), body ? JSON.parse(body) : {});
			return { ok: true, status: 200, headers: new Map(), json: async () => answer };
		};
	}

	answer(method, path, { text = '', mark }) {
		const [, kind, id, action] = path.split('/');
		if (kind === 'models') {
			this.characters += text.length;
			this.sessions.set(`session-${this.sessions.size}`, [text]);
			return { id: `session-${this.sessions.size - 1}`, mark: 0 };
		}
		const marks = this.sessions.get(id);
		if (action === 'characters') {
			this.characters += text.length;
			marks.push(marks.at(-1) + text);
			return { session: { id, mark: marks.length - 1 } };
		}
		if (action === 'rewind') {
			marks.length = mark + 1;
			return { id, mark };
		}
		return (method === 'DELETE') ? this.sessions.delete(id) : { predicted: marks.at(-1) };
	}

}

const { isMuch, Reader } = await import('./page/reader.js');

const TEXT = Array.from({ length: 20_000 }, (unused, index) => String.fromCodePoint(97 + index * index % 26)).join('');

test('reads only what is new at another place', async () => {
	const service = new Service();
	const reader = new Reader('m:1', 'error');
	const predict = async (text) => {
		const before = service.characters;
		assert.equal((await reader.predict(text, {}, new AbortController().signal)).predicted, text);
		return service.characters - before;
	};
	assert.equal(await predict(TEXT), TEXT.length);
	assert.equal(await predict(`${TEXT}abc`), 3);
	assert.ok(await predict(TEXT.slice(0, -5)) <= 1000);
	assert.ok(await predict(`${TEXT.slice(0, -1500)}x`) <= 1001);
	assert.ok(await predict('another text') <= 12);
	assert.equal(service.sessions.size, 1);
	reader.close();
	assert.equal(service.sessions.size, 0);
});

test('cuts no character in two and none from what combines with it', async () => {
	const service = new Service();
	const reader = new Reader('m:1', 'error');
	const { signal } = new AbortController();
	for (const unit of ['😀', 'e\u0301']) {
		const text = unit.repeat(6000);
		await reader.predict(text, {}, signal);
		for (const marks of service.sessions.values()) {
			assert.ok(marks.every((read) => read.length % 2 === 0), unit);
		}
		assert.equal((await reader.predict(`${text}e`, {}, signal)).predicted, `${text}e`);
		assert.equal((await reader.predict(`${text}e\u0301`, {}, signal)).predicted, `${text}e\u0301`);
		reader.close();
	}
});

test('reads what is overtaken no more', async () => {
	const service = new Service();
	const reader = new Reader('m:1', 'error');
	const overtaken = new AbortController();
	const first = reader.predict(TEXT, {}, overtaken.signal);
	overtaken.abort();
	await assert.rejects(first, { name: 'AbortError' });
	assert.equal(service.characters, 0);
});

test('takes a session only where reading all takes long', () => {
	assert.ok(isMuch(TEXT, { layers: 2, hiddenSize: 128 }));
	assert.ok(!isMuch(TEXT.slice(0, 2000), { layers: 2, hiddenSize: 128 }));
	assert.ok(!isMuch('short', { layers: 3, hiddenSize: 2048 }));
});
