// Colours for how surprising characters are.

import { coloured, reached, swatches } from './heat.js';

/** Nats from which on a character has the next colour. */
const STEPS = [0.3, 0.8, 1.5, 2.5, 4, 6];

const COLOURS = ['', 's1', 's2', 's3', 's4', 's5', 's6'];

/** Text as nodes; the surprisal of its first character may be null. */
export const colouredBySurprisal = (characters) => coloured(characters, ({ surprisal }) => COLOURS[reached(STEPS, surprisal ?? 0)]);

/** What the colours mean, from expected to surprising. */
export const legend = () => ['expected ', ...swatches(COLOURS), ' surprising'];
