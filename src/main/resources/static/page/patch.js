// Lists that change in place, so that focus and selections stay where a person left them.

/**
 * Makes the children of a node those of some items.
 * @param keyOf gives what an item is known by
 * @param create makes the node of a new item
 * @param update is given a node and its item, whenever the list is drawn
 */
export function patch(parent, items, keyOf, create, update = () => {}) {
	const before = new Map([...parent.children].map((node) => [node.dataset.key, node]));
	let place = parent.firstElementChild;
	for (const item of items) {
		const key = String(keyOf(item));
		let node = before.get(key);
		before.delete(key);
		if (!node) {
			node = create(item);
			node.dataset.key = key;
		}
		update(node, item);
		if (node === place) {
			place = place.nextElementSibling;
		}
		else {
			parent.insertBefore(node, place);
		}
	}
	before.forEach((node) => node.remove());
}

/** Sets a text where it has changed. */
export function say(node, text) {
	if (node.textContent !== text) {
		node.textContent = text;
	}
}
