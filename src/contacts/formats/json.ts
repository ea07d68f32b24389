import { checkedText } from './checked-text.ts';
import { createJsonCells } from './json-cells.ts';
import { createElementSplitter } from './json-elements.ts';
import { malformedJson } from '../rows.ts';
import type { SourceRow, SourceTable } from '../rows.ts';

/**
 * Opens a JSON array of objects and reads it element by element, so memory does not grow with its size. An element
 * that is not an object becomes a row with a fault. Throws the errors of `checkedText`, `import.malformed-json`,
 * `import.line-too-long` for an element over 1 MB, and `import.too-many-columns`.
 */
export function openJson({ source }: { source: AsyncIterable<Uint8Array> }): SourceTable {
  const cells = createJsonCells();

  async function* rows(): AsyncGenerator<SourceRow, void, undefined> {
    const splitter = createElementSplitter();
    let row = 0;
    for await (const piece of checkedText({ source, anyLineLength: true })) {
      for (const text of splitter.add(piece.toString('utf8'))) {
        row += 1;
        const read = cells.read({ row, text });
        if (read.fault?.code === 'row.malformed-json')
          throw malformedJson(`element ${row} is not valid JSON`);
        yield read;
      }
    }
    if (!splitter.complete()) throw malformedJson('the array is not closed; the file seems to be cut off');
  }

  const reading = rows();
  return { header: cells.header, keyed: true, form: null, rows: reading, close: () => reading.return() };
}
