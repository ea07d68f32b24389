export { bundleVersion, itemsPerLine } from './lines.ts';
export type { BundleLine } from './lines.ts';
export { loadBundle } from './load.ts';
export { readBundle, unreadable } from './read.ts';
export { stripAttempt, stripCalendar, stripContact, stripEvent, stripRecord } from './strip.ts';
export { createKeepWord } from './words.ts';
export type { KeepWord } from './words.ts';
export { writeBundle } from './write.ts';
