import { request } from 'node:http';
import { ms, quantile } from '../support/row.ts';
import type { Row } from '../support/row.ts';

const tries = 21;

type Answer = { status: number; firstByteMs: number; bytes: number; text: string };

/** Asks for a page as a browser does. `bytes` is what goes over the network. */
function ask(url: string, compressed: boolean): Promise<Answer> {
  const headers = { accept: 'text/html', ...(compressed && { 'accept-encoding': 'gzip' }) };
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const sent = request(url, { headers }, (answer) => {
      const chunks: Buffer[] = [];
      let firstByteMs = 0;
      answer.on('data', (chunk: Buffer) => {
        if (chunks.length === 0) firstByteMs = performance.now() - startedAt;
        chunks.push(chunk);
      });
      answer.on('end', () => {
        const body = Buffer.concat(chunks);
        const text = compressed ? '' : body.toString('utf8');
        resolve({ status: answer.statusCode ?? 0, firstByteMs, bytes: body.length, text });
      });
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** The kind of a page: its path without the ids in it. */
const kindOf = (path: string): string =>
  path
    .replaceAll(/\b(cmp|con|att|imp)_\w+/g, ':id')
    .replace(/\?.*/, '')
    .replace(/^\/help\/.*/, '/help/:document');

/** Finds one page of each kind, by the links of the pages. */
async function findPages(url: string): Promise<Map<string, string>> {
  const found = new Map([['/', '/']]);
  for (const path of found.values()) {
    const { text } = await ask(`${url}${path}`, false);
    for (const [, href = ''] of text.matchAll(/ href="(\/(?!ui\/)[^"#]*)/g)) {
      const link = href.replaceAll('&amp;', '&');
      if (!found.has(kindOf(link))) found.set(kindOf(link), link);
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
      const answer = await ask(`${url}${path}`, true);
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
