import { checkedText } from './checked-text.ts';
import { createJsonCells } from './json-cells.ts';
import type { SourceRow, SourceTable } from '../rows.ts';

/**
 * Opens a text with one JSON object per line (https://github.com/ndjson/ndjson-spec). A line that is not an object
 * becomes a row with a fault. Blank lines are skipped, but count as lines. Throws the errors of `checkedText` and
 * `import.too-many-columns`.
 */
export function openNdjson({ source }: { source: AsyncIterable<Uint8Array> }): SourceTable {
  const cells = createJsonCells();

  async function* rows(): AsyncGenerator<SourceRow, void, undefined> {
    let row = 0;
    for await (const text of lines(checkedText({ source }))) {
      row += 1;
      if (text.trim() === '') continue;
      yield cells.read({ row, text });
    }
  }

  const reading = rows();
  return { header: cells.header, keyed: true, form: null, rows: reading, close: () => reading.return() };
}

async function* lines(pieces: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  let open: string[] = [];
  for await (const piece of pieces) {
    const [first = '', ...others] = piece.toString('utf8').split('\n');
    open.push(first);
    for (const next of others) {
      yield open.join('');
      open = [next];
    }
  }
  yield open.join('');
}
