// Elements without a framework: properties are set as such, never as markup.

export const $ = (id) => document.getElementById(id);

/** Makes an element; `on...` are listeners, `class`, `role` and names with a dash are attributes. */
export function el(tag, properties = {}, ...children) {
	const node = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (value === undefined || value === null || value === false) {
			continue;
		}
		if (name.startsWith('on')) {
			node.addEventListener(name.slice(2), value);
		}
		else if (name.includes('-') || !(name in node)) {
			node.setAttribute(name, value === true ? '' : value);
		}
		else {
			node[name] = value;
		}
	}
	node.append(...children.flat().filter((child) => child !== null && child !== undefined));
	return node;
}

/** Calls back at most once a frame. */
export function onceAFrame(callback) {
	let asked = false;
	return () => {
		if (!asked) {
			asked = true;
			requestAnimationFrame(() => {
				asked = false;
				callback();
			});
		}
	};
}

/** Calls back when nothing was asked for some milliseconds. */
export function afterPause(milliseconds, callback) {
	let timer;
	return (...values) => {
		clearTimeout(timer);
		timer = setTimeout(callback, milliseconds, ...values);
	};
}

export const pause = (milliseconds) => new Promise((resolve) => {
	setTimeout(resolve, milliseconds);
});

/** A bar, a fraction as long as its track. */
export function bar(fraction, kind = '') {
	const filled = el('span', { class: `bar ${kind}` });
	filled.style.width = `${fraction * 100}%`;
	return el('span', { class: 'track' }, filled);
}

/** The head of a table's column; `number` is a class for those of numbers. */
export const head = (text, kind) => el('th', { scope: 'col', class: kind }, text);

/** Asks before something is lost. */
export function confirmed(question, answer) {
	const dialog = $('confirm');
	$('confirm-question').textContent = question;
	$('confirm-yes').textContent = answer;
	dialog.returnValue = 'no';
	dialog.showModal();
	return new Promise((resolve) => {
		dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
	});
}

export async function copy(text, button) {
	const label = button.textContent;
	try {
		await navigator.clipboard.writeText(text);
		button.textContent = 'Copied';
	}
	catch {
		button.textContent = 'Select the text and copy it';
	}
	setTimeout(() => {
		button.textContent = label;
	}, 2000);
}
