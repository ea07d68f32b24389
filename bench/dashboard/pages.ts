import { ms, quantile } from '../support/row.ts';
import type { Row } from '../support/row.ts';
import { ask } from './ask.ts';

const tries = 21;

/** The kind of a page: its path without the ids in it. */
const kindOf = (path: string): string =>
  path
    .replaceAll(/\b(cmp|con|att|imp)_\w+/g, ':id')
    .replace(/\?.*/, '')
    .replace(/^\/help\/.*/, '/help/:document');

/** Files to save, which the limit of a page does not concern. */
const isFile = (path: string): boolean => /\/(bundle|evidence)$/.test(path);

/** Finds one page of each kind, by the links of the pages. */
async function findPages(url: string): Promise<Map<string, string>> {
  const found = new Map([['/', '/']]);
  for (const path of found.values()) {
    const { text } = await ask(`${url}${path}`, { compressed: false });
    for (const [, href = ''] of text.matchAll(/ href="(\/(?!ui\/)[^"#]*)/g)) {
      const link = href.replaceAll('&amp;', '&');
      if (!found.has(kindOf(link)) && !isFile(link)) found.set(kindOf(link), link);
    }
  }
  return found;
}

/** Measures the first byte of each page and its size, which must stay below 30 kB with gzip. */
export async function measurePages(url: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [kind, path] of await findPages(url)) {
    const times: number[] = [];
    let bytes = 0;
    for (let index = 0; index < tries; index += 1) {
      const answer = await ask(`${url}${path}`, { compressed: true });
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      times.push(answer.firstByteMs);
      bytes = Math.max(bytes, answer.bytes);
    }
    rows.push({
      what: `\`${kind}\``,
      figure: `${ms(quantile(times, 0.5))}, ${(bytes / 1_000).toFixed(1)} kB`,
      target: '50 ms, 30 kB',
      remarks: `p95 ${ms(quantile(times, 0.95))}`,
    });
  }
  return rows.toSorted((left, right) => left.what.localeCompare(right.what));
}
