import { resolve } from 'node:path';
import { readConfig } from '../../config.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import type { Marked } from '../backup/mark-restored.ts';
import { usageError } from '../errors.ts';
import type { Output } from '../terminal/output.ts';
import { counted, dateTime, shortTime } from '../text/times.ts';
import type { Verb, VerbInput } from '../verb.ts';
import type { ServiceView } from '../api/views.ts';

export const restore: Verb = {
  name: 'restore',
  takes: '[file]',
  works: true,
  summary: 'Make a backup the store of this data folder; show the state of a restore',
  description:
    'Calls since the backup are not in it. So all campaigns are paused, and none can be resumed before the service has compared the records of the providers. Contacts with a call that the store does not know are put in review. Contacts that are due at a step of a channel without records are put in review at once.',
  options: [
    { flags: '--replace', what: 'the folder may have a store; its files are moved to a folder beside it' },
    {
      flags: '--check',
      what: 'show the state of the restore; if no service runs, mark a store that was restored by other means',
    },
  ],
  examples: [
    { line: 'ringmaster restore /backups/monday.db', what: 'into an empty DATA_DIR' },
    { line: 'ringmaster restore /backups/monday.db --replace', what: 'keeps the present store in a folder' },
    { line: 'ringmaster restore --check', what: 'whether campaigns can be resumed' },
    {
      line: 'STORE=mongodb ringmaster restore --check',
      what: 'after mongorestore, before the first instance is started',
    },
  ],
  async run(input) {
    const { cli, output, args, options } = input;
    const [file] = args;
    if (options.flag('check')) {
      if (file !== undefined || options.flag('replace')) throw usageError('--check takes no file.');
      return check(input);
    }
    if (file === undefined) throw usageError('Name the backup: ringmaster restore FILE');
    const config = readConfig({ environment: cli.environment });
    const { restoreStore } = await import('../backup/restore-store.ts');
    const backup = resolve(cli.cwd, file);
    const restored = await restoreStore({ cli, config, backup, mayReplace: options.flag('replace') });
    output.document({ ...documentOf(restored), folder: config.DATA_DIR, aside: restored.aside });
    output.result(`${backup} is the store of ${config.DATA_DIR}.`);
    if (restored.aside !== null) output.result(`The store before it is in ${restored.aside}.`);
    tellMarked(output, restored);
  },
};

/** Shows the state of a restore, or marks a store that no service uses. */
async function check(input: VerbInput): Promise<void> {
  const { cli, output, connect } = input;
  const config = readConfig({ environment: cli.environment });
  try {
    const client = await connect({ reads: false });
    return tellState(output, await client.get<ServiceView>('/v1/service'));
  } catch (error) {
    if (!isRingmasterError(error, 'cli.unreachable')) throw error;
  }
  const { checkRestore } = await import('../backup/check-restore.ts');
  const marked = await checkRestore({ cli, config });
  output.document(documentOf(marked));
  tellMarked(output, marked);
}

function documentOf({ incarnation, paused, reviewed }: Marked): Readonly<Record<string, unknown>> {
  const { id, since } = incarnation;
  return { incarnation: id, restoredFrom: new Date(since ?? 0).toISOString(), paused, reviewed };
}

function tellMarked(output: Output, { incarnation, paused, reviewed }: Marked): void {
  output.result(`The last commit in the backup: ${dateTime(incarnation.since ?? 0)} (UTC).`);
  output.result(
    `${counted(paused, 'campaign')} paused. ${counted(reviewed, 'contact')} in review: due at a step whose channel keeps no records of what was sent since.`,
  );
  output.result(
    'Changes since then are missing: opt-outs, suppressions, lists and edits. Add the opt-outs again before you resume.',
  );
  output.result(
    'Next: ringmaster serve. It compares the records of the providers; ringmaster restore --check shows when campaigns can be resumed.',
  );
}

function tellState(output: Output, { incarnation }: ServiceView): void {
  output.document(incarnation);
  const { phase, restoredFrom, restoredAt, reviewed } = incarnation;
  if (phase === null) return output.result('This store was not restored from a backup.');
  output.result(`Restored at ${shortTime(restoredAt)} (UTC) from a backup of ${shortTime(restoredFrom)}.`);
  output.result(
    phase === 'done'
      ? 'The records of the providers are compared. Campaigns can be resumed.'
      : 'The records of the providers are being compared. Campaigns cannot be started or resumed yet: this takes at least as long as an unknown call is searched for (UNKNOWN_HOLD_SECONDS).',
  );
  output.result(`${counted(reviewed, 'contact')} in review: ringmaster contacts NAME --state review`);
}
