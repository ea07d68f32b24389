import { basename } from 'node:path';
import { findContactList, streamList } from '../list/contact-list.ts';
import { createProgressBar } from '../terminal/progress-bar.ts';
import { counted } from '../text/times.ts';
import type { VerbInput } from '../verb.ts';
import type { ListQuery, SuppressionImportView } from './paths.ts';

const maxIssuesShown = 20;

/** Sends a do-not-contact list and shows what it changed. `order`: the reason and the end of rows without their own. */
export async function importList(
  { cli, output, options, connect }: VerbInput,
  {
    path,
    list: query,
    order,
  }: { path: string; list: ListQuery; order: Readonly<Record<string, string | undefined>> },
): Promise<void> {
  const list = findContactList({ path, encoding: options.text('encoding') });
  const service = await connect({ reads: false });
  const progress = createProgressBar({ output, label: `${path} `, total: list.size });
  const origin = options.text('origin') ?? basename(path);
  const view = await service
    .post<SuppressionImportView>('/v1/suppression-imports', {
      query: { ...query, ...order, origin, country: options.text('country') },
      stream: { type: list.type, body: streamList({ list, onBytes: progress.at, signal: cli.interrupt }) },
      signal: cli.interrupt,
    })
    .finally(progress.end);
  output.document(view);
  const { rows, added, changed, unchanged, refused, ended } = view;
  output.result(
    `${path}: ${counted(rows, 'row')}, ${added} added, ${changed} changed, ${unchanged} on the list before, ${ended} ended, ${refused} refused`,
  );
  for (const { row, code, detail } of view.issues.slice(0, maxIssuesShown))
    output.result(`  row ${row}: ${detail} [${code}]`);
  const more = view.refused + view.warned - maxIssuesShown;
  if (more > 0) output.result(`  and ${counted(more, 'more row')}`);
}
