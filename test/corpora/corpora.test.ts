import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { textOf } from './text-of.ts';

type Label = { kind: string; class?: string; returnsOn?: string | null; ambiguous?: boolean };

const classes = ['interested', 'not-interested', 'unsubscribe', 'left-company', 'wrong-person', 'unclear'];

function read(corpus: string) {
  const folder = `test/corpora/${corpus}`;
  const labels: Record<string, Label> = JSON.parse(readFileSync(`${folder}/labels.json`, 'utf8'));
  const paths = globSync('**/*.eml', { cwd: folder }).toSorted();
  const mails = paths.map((path) => ({ path, bytes: readFileSync(`${folder}/${path}`) }));
  return { labels, rows: Object.entries(labels), paths, mails };
}

const replies = read('replies');
const absences = read('absences');

const countBy = (rows: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row] = (counts[row] ?? 0) + 1;
  return counts;
};

describe.each([
  { name: 'replies', corpus: replies, least: 320, languages: 20 },
  { name: 'absences', corpus: absences, least: 130, languages: 14 },
])('the corpus of $name', ({ corpus, least, languages }) => {
  test('has one label for each mail, and enough of both', () => {
    expect(Object.keys(corpus.labels).toSorted()).toEqual(corpus.paths);
    expect(corpus.paths.length).toBeGreaterThanOrEqual(least);
    expect(new Set(corpus.paths.map(dirname)).size).toBeGreaterThanOrEqual(languages);
  });

  test('has complete headers and a text in every mail, and no mail twice', () => {
    const seen = new Map<string, string>();
    for (const { path, bytes } of corpus.mails) {
      const { headers, text } = textOf(bytes);
      for (const name of ['from', 'to', 'subject', 'message-id'])
        expect(headers.get(name), path).toBeTruthy();
      expect(new Date(headers.get('date') ?? '').getFullYear(), path).toBe(2026);
      const words = text.replaceAll(/\s+/g, ' ').trim();
      expect(words, path).not.toBe('');
      expect(words, path).not.toContain('\uFFFD');
      for (const key of [words, headers.get('message-id') ?? '']) {
        expect(seen.get(key), path).toBeUndefined();
        seen.set(key, path);
      }
    }
  });
});

test('every reply has a known class, and every class has many replies', () => {
  for (const [path, { kind, class: name }] of replies.rows) {
    expect(kind, path).toBe('reply');
    expect(classes, path).toContain(name);
  }
  const counts = countBy(replies.rows.map(([, label]) => label.class ?? ''));
  for (const name of classes) expect(counts[name], name).toBeGreaterThanOrEqual(30);
});

describe('a label of an absence', () => {
  test('has a known kind, and a class where one applies', () => {
    for (const [path, { kind, class: name }] of absences.rows) {
      expect(['out-of-office', 'automatic', 'reply'], path).toContain(kind);
      const allowed = { reply: classes, automatic: ['left-company', undefined] }[kind] ?? [undefined];
      expect(allowed, path).toContain(name);
    }
    const counts = countBy(absences.rows.map(([, label]) => label.kind));
    expect(counts['out-of-office']).toBeGreaterThanOrEqual(100);
    expect(counts['automatic']).toBeGreaterThanOrEqual(25);
    expect(counts['reply']).toBeGreaterThanOrEqual(5);
  });

  test('has a date only for an absence whose text allows one date', () => {
    for (const [path, { kind, returnsOn, ambiguous }] of absences.rows) {
      expect(ambiguous, path).toBeTypeOf('boolean');
      if (returnsOn === null) continue;
      expect([kind, ambiguous], path).toEqual(['out-of-office', false]);
      expect(new Date(`${returnsOn}T00:00:00Z`).toISOString().slice(0, 10), path).toBe(returnsOn);
    }
  });
});
