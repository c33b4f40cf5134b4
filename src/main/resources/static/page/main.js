import { hasKey, isAbort, send, useKey, wantsKey } from './api.js';
import { $ } from './dom.js';
import { inWords } from './words.js';

/** Each section comes with its modules when somebody first goes there. */
const SECTIONS = {
	train: { title: 'Train', load: () => import('./train.js') },
	runs: { title: 'Runs', load: () => import('./runs.js') },
	play: { title: 'Play', load: () => import('./play.js') },
	look: { title: 'Look inside', load: () => import('./look.js') },
	models: { title: 'Models', load: () => import('./models.js') },
	service: { title: 'Service', load: () => import('./service.js') },
};

/** How often something was to be shown; what is overtaken does not come any more. */
let shows = 0;

/** Shows the section that the address names, as in #play/shakespeare%3A2. */
async function show(moved) {
	const number = ++shows;
	const [name, ...rest] = location.hash.slice(1).split('/');
	const section = SECTIONS[name] ? name : 'train';
	const shown = await loaded(section);
	if (number !== shows) {
		return;
	}
	for (const other of Object.keys(SECTIONS)) {
		$(other).hidden = other !== section;
		const link = document.querySelector(`nav a[href="#${other}"]`);
		if (other === section) {
			link.setAttribute('aria-current', 'page');
		}
		else {
			link.removeAttribute('aria-current');
		}
	}
	document.title = `${SECTIONS[section].title} · char-rnn-server`;
	if (moved) {
		window.scrollTo(0, 0);
		$(`${section}-title`).focus({ preventScroll: rest.length > 0 });
	}
	await shown.show(rest.length > 0 ? decodeURIComponent(rest.join('/')) : null);
}

/** A section's module; where the service is away, once it is back. */
async function loaded(section) {
	try {
		return await SECTIONS[section].load();
	}
	catch {
		await send('GET', `../../page/${section}.js`);
		return SECTIONS[section].load();
	}
}

$('theme').value = document.documentElement.dataset.theme ?? 'system';
$('theme').addEventListener('change', () => {
	const chosen = $('theme').value;
	if (chosen === 'system') {
		delete document.documentElement.dataset.theme;
		localStorage.removeItem('theme');
	}
	else {
		document.documentElement.dataset.theme = chosen;
		localStorage.setItem('theme', chosen);
	}
	window.dispatchEvent(new Event('theme'));
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => window.dispatchEvent(new Event('theme')));

// Without keys all is in one, which need not be named.
window.addEventListener('workspace', ({ detail }) => {
	$('workspace').hidden = detail === 'default';
	$('workspace').textContent = `Workspace ${detail}`;
});

function showKey(wanted) {
	$('change-key').hidden = !hasKey() || wanted;
	$('key').hidden = !wanted;
	$('forget-key').hidden = !hasKey();
}

window.addEventListener('key-wanted', ({ detail }) => {
	// Without a key, the form itself says that one is wanted.
	$('key-problem').hidden = !hasKey();
	$('key-problem').textContent = hasKey() ? inWords(detail.document) : '';
	showKey(true);
});
$('change-key').addEventListener('click', () => {
	showKey(true);
	$('key-value').focus();
});
$('forget-key').addEventListener('click', () => take(null));
$('key').addEventListener('submit', (event) => {
	event.preventDefault();
	take($('key-value').value.trim());
});

function take(key) {
	useKey(key);
	$('key-value').value = '';
	$('key-problem').hidden = true;
	$('problem').hidden = true;
	showKey(false);
	show(false);
}

// A button that would submit with nothing saved would also be what Enter presses in a field.
for (const button of document.querySelectorAll('[data-close]')) {
	button.addEventListener('click', () => button.closest('dialog').close('no'));
}

// An error that no part of the page expects is not kept from whoever looks at it.
window.addEventListener('unhandledrejection', (event) => {
	if (!isAbort(event.reason) && !wantsKey(event.reason)) {
		$('problem').hidden = false;
		$('problem').textContent = event.reason?.message ?? String(event.reason);
	}
	if (event.reason?.status !== undefined) {
		event.preventDefault();
	}
});
window.addEventListener('hashchange', () => {
	$('problem').hidden = true;
	show(true);
});
// What was shown while the service was away may be old.
window.addEventListener('connection-back', () => show(false));
showKey(false);
show(false);
