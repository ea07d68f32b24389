import { usageError } from '../errors.ts';
import { saveResults } from '../run/save-results.ts';
import { counted } from '../text/times.ts';
import type { VerbInput } from '../verb.ts';
import type { ListQuery } from './paths.ts';

/** Writes the lists as CSV or NDJSON, to stdout or a file. */
export async function exportList({ output, options, connect }: VerbInput, list: ListQuery): Promise<void> {
  const path = options.text('out');
  if (path === undefined && output.json)
    throw usageError('The export is CSV or NDJSON, so --json requires --out.', 'Name a file: --out list.csv');
  const format = path?.endsWith('.ndjson') ? 'ndjson' : 'csv';
  const service = await connect({ reads: true });
  const response = await service.open('/v1/suppression-export', { query: { ...list, format } });
  if (path === undefined) {
    const body = response.body?.pipeThrough(new TextDecoderStream('utf-8', { ignoreBOM: true }));
    if (body) for await (const text of body) output.data(text);
    return;
  }
  const rows = await saveResults({ response, path });
  const entries = format === 'csv' ? rows : rows + 1;
  output.document({ file: path, entries });
  output.result(`${counted(entries, 'entry')}: ${path}`);
}
