// What the service does beside training and writing, each in a card of its own.

import { $ } from './dom.js';

const CARDS = ['searches', 'compression', 'sessions', 'usage', 'keys'];

let cards = null;

export async function show() {
	cards ??= Promise.all(CARDS.map((name) => import(`./${name}.js`)));
	for (const card of await cards) {
		if (!card.node.isConnected) {
			$('service-cards').append(card.node);
		}
		card.show();
	}
}
