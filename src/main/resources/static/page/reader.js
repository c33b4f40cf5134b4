// A long text before the caret, as far as a model has read it: the service keeps that in a session, so that at another
// place only what is new is read.

import { path, post, send } from './api.js';

/** Recurrent weights of a gate times characters, from which on reading all of a text takes longer than storing what was read. */
const MUCH = 1e8;

/** Characters of a piece, after which there is a mark to go back to. */
const PIECE = 1000;

/** Marks that a session begins with; the service keeps 64. */
const FIRST_MARKS = 8;

const MOST_MARKS = 60;

/** Whether a session pays. */
export const isMuch = (text, { layers, hiddenSize }) => text.length > PIECE && text.length * layers * hiddenSize ** 2 > MUCH;

export class Reader {

	constructor(model, unknownCharacters) {
		this.model = model;
		this.unknownCharacters = unknownCharacters;
		this.id = null;
		this.text = '';
		/** How many characters of the text were read at each mark. */
		this.marks = [];
		this.turn = Promise.resolve();
	}

	/** What may follow a text. One at a time: a session stands at one place. */
	predict(text, settings, signal) {
		const answer = this.turn.then(async () => {
			signal.throwIfAborted();
			await this.goTo(text);
			return post(path`sessions/${this.id}/predictions`, settings, { signal, safe: true });
		});
		this.turn = answer.catch(() => {});
		return answer;
	}

	/** Goes back to the last mark before which nothing has changed, and reads on from there. */
	async goTo(text) {
		const mark = this.marks.findLast(({ length }) => this.fits(text, length));
		if (!mark) {
			await this.begin(text);
		}
		else if (mark !== this.marks.at(-1)) {
			await post(path`sessions/${this.id}/rewind`, { mark: mark.number });
			this.marks = this.marks.slice(0, this.marks.indexOf(mark) + 1);
		}
		for (let from = this.marks.at(-1).length; from < text.length; from = this.marks.at(-1).length) {
			const to = pieceOf(text, from);
			const { session } = await post(path`sessions/${this.id}/characters`, { text: text.slice(from, to), unknownCharacters: this.unknownCharacters });
			this.at(session, text, to);
		}
	}

	/** Characters that combine over the place would be read otherwise than in one piece. */
	fits(text, length) {
		const read = this.text.slice(0, length);
		return text.startsWith(read) && isSeam(text, length);
	}

	async begin(text) {
		this.close();
		const to = seamBefore(text, Math.max(PIECE, text.length - FIRST_MARKS * PIECE));
		const session = await post(path`models/${this.model}/sessions`, { text: text.slice(0, to), unknownCharacters: this.unknownCharacters });
		this.id = session.id;
		this.marks = [];
		this.at(session, text, to);
	}

	at({ mark }, text, length) {
		this.text = text.slice(0, length);
		this.marks = [...this.marks, { number: mark, length }].slice(-MOST_MARKS);
	}

	/** Nobody asks any more. */
	close() {
		if (this.id) {
			send('DELETE', path`sessions/${this.id}`, { keepalive: true }).catch(() => {});
			this.id = null;
		}
	}

}

const pieceOf = (text, from) => (text.length - from <= PIECE) ? text.length : seamBefore(text, from + PIECE);

/** The last place up to one where a text can be cut. */
function seamBefore(text, place) {
	let at = place;
	while (at > 1 && !isSeam(text, at)) {
		at--;
	}
	return at;
}

/** Whether a text in two is the same to the service, which composes characters in each. */
function isSeam(text, place) {
	const [before, after] = [text.slice(Math.max(0, place - 40), place), text.slice(place, place + 40)];
	return !/^[\udc00-\udfff]/.test(after) && (before + after).normalize('NFC') === before.normalize('NFC') + after.normalize('NFC');
}
