import type { DueClass, Enrollment } from '../../domain/contact/enrollment.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { LimitedTouch } from '../../domain/campaign/limit-scope.ts';
import type { Step } from '../../domain/campaign/step.ts';
import { silenceFor } from '../../domain/campaign/silence.ts';
import { tallyBucketMs } from '../../persistence/contract/store.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { toStoredTime } from '../turn/campaign-memory.ts';
import { limitKeys } from '../../rules/limits.ts';
import type { Candidate } from '../decide/mint.ts';
import type { Deciding } from '../decide/steps.ts';
import { stepOfContact } from './single-call.ts';
import type { WorkingSet } from '../turn/working-set.ts';

export type CandidatesInput = {
  deciding: Deciding;
  store: Pick<Store, 'readDue' | 'readParties' | 'readContacts'>;
  /** Addresses that a refused commit found suppressed. */
  suppressed: ReadonlySet<string>;
  quietSteps: QuietSteps;
  /** Positions of contacts that a refused commit found barred by another of their keys. */
  barred: ReadonlySet<number>;
};

/** By index: whether what a step says depends on the contact. */
export type QuietSteps = (steps: readonly Step[]) => readonly boolean[];

/** Judges the steps of a definition once; they are the same objects until the campaign is edited or read again. */
export function createQuietSteps({ mayBeSilent }: Pick<Channels, 'mayBeSilent'>): QuietSteps {
  let known: { steps: readonly Step[]; quiet: readonly boolean[] } = { steps: [], quiet: [] };
  return (steps) => {
    if (known.steps !== steps) known = { steps, quiet: steps.map(mayBeSilent) };
    return known.quiet;
  };
}

/** Calendars in which anybody may be due by now, as the tallies know: the others need no look. */
function calendarsWithDue({ memory }: WorkingSet, now: number): number[] {
  const found = new Set<number>();
  for (const { calendar, bucket } of memory.tallies.values()) {
    if (bucket * tallyBucketMs <= now) found.add(calendar);
  }
  return [...found];
}

/** Who is due in the calendars open now, of these classes and steps and in dispatch order, and not touched by this turn. */
export async function readCandidates(
  input: CandidatesInput,
  { classes, limit, steps }: { classes: readonly DueClass[]; limit: number; steps?: readonly number[] },
): Promise<Candidate[]> {
  const {
    deciding: { set },
    store,
    suppressed,
    barred,
  } = input;
  const { record, windowOf } = set.memory;
  const now = toStoredTime(set.position().context, set.at);
  const open = calendarsWithDue(set, now).filter((calendar) => windowOf(calendar).isOpen(set.at));
  if (open.length === 0) return [];
  const due = await store.readDue({
    campaign: record.id,
    calendars: open,
    classes,
    now,
    limit,
    ...(steps && { steps }),
  });
  const fresh = due.filter(({ position }) => !set.isTouched(position));
  const parties = new Map(
    (await store.readParties(fresh.map(({ party }) => party))).map((party) => [party.id, party]),
  );
  const work = await readWork(input, fresh);
  return fresh.flatMap((enrollment) => {
    const party = parties.get(enrollment.party);
    if (!party) return [];
    const blocked =
      suppressed.has(enrollment.address) || barred.has(enrollment.position)
        ? { ...party, suppressed: party.suppressed ?? 'suppressed' }
        : party;
    return [{ enrollment, party: blocked, ...work(enrollment) }];
  });
}

type Work = Pick<Candidate, 'step' | 'silence'>;

/**
 * The step each contact is at (of a single call, the one that came with it), and whether it has something to say to
 * them. Contacts are read only where that depends on them.
 */
async function readWork(
  { deciding: { set, kit }, store, quietSteps }: CandidatesInput,
  due: readonly Enrollment[],
): Promise<(enrollment: Enrollment) => Work> {
  const { id: campaign, listed, definition } = set.record;
  const quiet = quietSteps(definition.steps);
  const positions = due.filter(({ step }) => !listed || quiet[step]).map(({ position }) => position);
  const contacts = positions.length === 0 ? [] : await store.readContacts({ campaign, positions });
  const read = new Map(contacts.map(({ position, contact }) => [position, contact]));
  return ({ position, step: index }) => {
    const contact = read.get(position);
    const step = (contact && stepOfContact(contact)) ?? definition.steps[index];
    if (!contact || !step) return { step, silence: null };
    const silence = silenceFor({
      channels: kit.channels,
      step,
      contact: contact.variables,
      campaign: definition.variables,
    });
    return { step, silence };
  };
}

/** What limits know of the attempt that a candidate would get. */
export function touchOf({
  channels,
  record: { id: campaign, client },
  candidate: { step, enrollment },
}: {
  channels: Pick<Channels, 'senderOf'>;
  record: Pick<CampaignRecord, 'id' | 'client'>;
  candidate: Pick<Candidate, 'step' | 'enrollment'>;
}): LimitedTouch {
  const sender = step ? channels.senderOf(step) : null;
  return { client, campaign, channel: step?.channel ?? '', sender, address: enrollment.address };
}

/** Candidates whose attempts take slots in the same limits, in groups: each group is one reservation. */
export function byLimits(
  { set: { record }, kit: { channels } }: Deciding,
  candidates: readonly Candidate[],
): Candidate[][] {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const keys = limitKeys({ channels, touch: touchOf({ channels, record, candidate }) });
    const key = [candidate.step?.channel, ...keys].join(' ');
    const group = groups.get(key);
    if (group) group.push(candidate);
    else groups.set(key, [candidate]);
  }
  return [...groups.values()];
}
