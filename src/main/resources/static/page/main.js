import { isAbort, useKey } from './api.js';
import { $ } from './dom.js';
import * as look from './look.js';
import * as models from './models.js';
import * as play from './play.js';
import * as train from './train.js';

const SECTIONS = { train, play, look, models };

const TITLES = { train: 'Train', play: 'Play', look: 'Look inside', models: 'Models' };

/** Shows the section that the address names, as in #play/shakespeare%3A2. */
function show(moved) {
	const [name, ...rest] = location.hash.slice(1).split('/');
	const section = SECTIONS[name] ? name : 'train';
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
	document.title = `${TITLES[section]} · char-rnn-server`;
	if (moved) {
		$(`${section}-title`).focus({ preventScroll: rest.length > 0 });
	}
	SECTIONS[section].show(rest.length > 0 ? decodeURIComponent(rest.join('/')) : null);
}

function dark() {
	const chosen = document.documentElement.dataset.theme;
	return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
}

function nameTheme() {
	$('theme').textContent = dark() ? 'Light' : 'Dark';
	$('theme').setAttribute('aria-label', dark() ? 'Use light colours' : 'Use dark colours');
	window.dispatchEvent(new Event('theme'));
}

$('theme').addEventListener('click', () => {
	const chosen = dark() ? 'light' : 'dark';
	document.documentElement.dataset.theme = chosen;
	localStorage.setItem('theme', chosen);
	nameTheme();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', nameTheme);
nameTheme();

// Without keys all is in one, which need not be named.
window.addEventListener('workspace', ({ detail }) => {
	$('workspace').hidden = detail === 'default';
	$('workspace').textContent = `Workspace ${detail}`;
});
window.addEventListener('key-wanted', () => {
	$('key').hidden = false;
});
$('key').addEventListener('submit', (event) => {
	event.preventDefault();
	useKey($('key-value').value);
	$('key-value').value = '';
	$('key').hidden = true;
	$('problem').hidden = true;
	show(false);
});

// An error that no part of the page expects is not kept from whoever looks at it.
window.addEventListener('unhandledrejection', (event) => {
	if (!isAbort(event.reason)) {
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
show(false);
