import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { readLog, readPhones } from '../../crash/killed-oracle.ts';
import { broken } from '../../simulation/oracle/broken.ts';
import { hasChanged, isDone } from '../clients/command-log.ts';
import type { Command } from '../clients/command-log.ts';

const eventOf = {
  start: 'campaign.started',
  pause: 'campaign.paused',
  resume: 'campaign.resumed',
  cancel: 'campaign.cancelled',
  remove: 'contact.remove',
} as const;

/** Checks that each acknowledged command of a campaign was carried out, once. */
export async function checkCommands({
  store,
  record,
  commands,
}: {
  store: Store;
  record: CampaignRecord;
  /** The commands of all campaigns. */
  commands: readonly Command[];
}): Promise<void> {
  const { name: campaign, id } = record;
  const own = commands.filter((command) => command.campaign === campaign);
  const unanswered = own.find(({ answer }) => answer === null);
  if (unanswered) broken(`8 durable: ${unanswered.name} of ${campaign} was never answered`);
  const log = await readLog(store, id);
  for (const [name, type] of Object.entries(eventOf)) {
    const stored = log.filter((event) => event.type === type && event.by === 'local').length;
    const answered = own.filter((command) => command.name === name && hasChanged(command)).length;
    if (stored !== answered)
      broken(
        `8 durable: ${campaign} has ${stored} events ${type}, and ${answered} ${name} were acknowledged as changes`,
      );
  }
  checkEdit(record, own);
  await checkLists(store, record, own, commands);
}

function checkEdit({ name, definition }: CampaignRecord, own: readonly Command[]): void {
  const last = own.findLast((command) => command.name === 'edit' && isDone(command));
  if (!last?.limits) return;
  const { concurrent, perSecond } = definition.rateLimits;
  if (concurrent !== last.limits.concurrent || perSecond !== last.limits.perSecond)
    broken(
      `8 durable: ${name} has the limits ${concurrent} and ${perSecond}, ` +
        `its last acknowledged edit ${last.limits.concurrent} and ${last.limits.perSecond}`,
    );
}

/** Each contact of an acknowledged list is in the campaign, unless it was suppressed before. */
async function checkLists(
  store: Store,
  { id, name, client, counters }: CampaignRecord,
  own: readonly Command[],
  commands: readonly Command[],
): Promise<void> {
  const suppressed = new Set(
    commands
      .filter((command) => command.name === 'suppress' && command.client === client)
      .flatMap(({ numbers = [] }) => numbers),
  );
  const uploads = own.filter((command) => command.name === 'upload' && isDone(command));
  const uploaded = new Set(uploads.flatMap(({ numbers = [] }) => numbers));
  const enrolled = new Set((await readPhones(store, id)).values());
  for (const number of uploaded)
    if (!enrolled.has(number) && !suppressed.has(number))
      broken(`2 nobody lost: ${number} was uploaded to ${name}, and is not in it`);
  for (const number of enrolled)
    if (!uploaded.has(number)) broken(`2 nobody lost: ${number} is in ${name}, and on none of its lists`);
  if (enrolled.size !== counters.total)
    broken(`2 counters: ${name} counts ${counters.total} contacts and has ${enrolled.size} numbers`);
}
