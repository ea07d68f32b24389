import type { Contact } from '../../domain/contact/contact.ts';
import { dueClasses } from '../../domain/contact/enrollment.ts';
import type { DueClass, Enrollment } from '../../domain/contact/enrollment.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { LimitedTouch } from '../../domain/campaign/limit-scope.ts';
import type { Step } from '../../domain/campaign/step.ts';
import { silenceFor } from '../../domain/campaign/silence.ts';
import { tallyBucketMs } from '../../persistence/contract/store.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { mayHaveAnswers, readAnswers } from '../sending/readers/earlier-answers.ts';
import { toStoredTime } from '../turn/campaign-memory.ts';
import { limitKeys } from '../../rules/limits/limits.ts';
import { outlookOf } from '../../rules/person/outlook.ts';
import type { Candidate, MintCandidate } from '../decide/mint/candidate.ts';
import type { Deciding } from '../decide/steps.ts';
import { stepOfContact } from './single-call.ts';
import type { WorkingSet } from '../turn/working-set/working-set.ts';

export type CandidatesInput = {
  deciding: Deciding;
  store: Pick<Store, 'readDueContacts' | 'listAttempts'>;
  quietSteps: QuietSteps;
  /** Positions of contacts that a refused commit of this turn found barred. They are checked in the next turn. */
  barred: ReadonlySet<number>;
};

/** Whether the content of a step depends on the contact, by index of the step. */
export type QuietSteps = (steps: readonly Step[]) => readonly boolean[];

/** Classifies the steps of a definition once. The objects stay the same until the campaign is edited or read again. */
export function createQuietSteps({ mayBeSilent }: Pick<Channels, 'mayBeSilent'>): QuietSteps {
  let known: { steps: readonly Step[]; quiet: readonly boolean[] } = { steps: [], quiet: [] };
  return (steps) => {
    if (known.steps !== steps) known = { steps, quiet: steps.map(mayBeSilent) };
    return known.quiet;
  };
}

/**
 * Returns the open calendars, and the classes in which contacts may be due now, according to the tallies. The others
 * need no read.
 */
function openLanes(
  { memory, at }: WorkingSet,
  { now, classes }: { now: number; classes: readonly DueClass[] },
): { calendars: number[]; classes: DueClass[] } {
  const byCalendar = new Map<number, Set<DueClass>>();
  for (const { calendar, dueClass, bucket } of memory.tallies.values()) {
    const until = dueClass === dueClasses.callback ? at : now;
    if (bucket * tallyBucketMs > until || !classes.includes(dueClass)) continue;
    const found = byCalendar.get(calendar);
    if (found) found.add(dueClass);
    else byCalendar.set(calendar, new Set([dueClass]));
  }
  const open = [...byCalendar].filter(([calendar]) => memory.windowOf(calendar).isOpen(at));
  const due = new Set(open.flatMap(([, found]) => [...found]));
  return {
    calendars: open.map(([calendar]) => calendar),
    classes: classes.filter((dueClass) => due.has(dueClass)),
  };
}

/**
 * The contacts that are due in the open calendars, of these classes and steps, in dispatch order, without those that
 * this turn has changed.
 */
export async function readCandidates(
  input: CandidatesInput,
  { classes, limit, steps }: { classes: readonly DueClass[]; limit: number; steps?: readonly number[] },
): Promise<Candidate[]> {
  const {
    deciding: { set, kit },
    store,
    barred,
  } = input;
  const { record } = set.memory;
  const now = toStoredTime(set.position().context, set.at);
  const lanes = openLanes(set, { now, classes });
  if (lanes.calendars.length === 0) return [];
  const due = await store.readDueContacts({
    campaign: record.id,
    ...lanes,
    now,
    at: set.at,
    limit,
    ...(steps && { steps }),
  });
  const isFresh = (position: number): boolean => !set.isTouched(position) && !barred.has(position);
  const fresh = due.filter(({ enrollment: { position } }) => isFresh(position));
  const work = workOf(input);
  const answers = await readAnswersOf(input, fresh);
  return fresh.map(({ enrollment, person, contact, marks, consented }) => {
    const { step, silence } = work(enrollment, contact, answers.get(enrollment.position));
    const outlook = outlookOf({
      ...sequenceOf(set.record, { step, index: enrollment.step }),
      channels: kit.channels,
      reach: { addresses: contact.addresses, marks, consented, lines: enrollment.lines },
      consent: record.definition.consent,
      perNumber: record.definition.retry.perNumber,
      optOut: person.optOut,
    });
    return { enrollment, person, contact, step, silence, outlook };
  });
}

/** The steps of a contact and the index of the current one. A single call has only the step of its order. */
function sequenceOf(
  { listed, definition }: Pick<CampaignRecord, 'listed' | 'definition'>,
  { step, index }: { step: Step; index: number },
): { steps: readonly Step[]; step: number } {
  return listed ? { steps: definition.steps, step: index } : { steps: [step], step: 0 };
}

type Work = Pick<Candidate, 'step' | 'silence'>;
type Variables = Readonly<Record<string, string>>;

/** The variables that contacts have set in earlier touches, by position, where the content of a step may depend on them. */
async function readAnswersOf(
  { deciding: { set, kit }, store, quietSteps }: CandidatesInput,
  due: readonly { enrollment: Enrollment }[],
): Promise<ReadonlyMap<number, Variables>> {
  const { id: campaign, definition } = set.record;
  if (!mayHaveAnswers(kit.channels, definition)) return new Map();
  const quiet = quietSteps(definition.steps);
  const asked = due.filter(({ enrollment }) => enrollment.attempts > 0 && quiet[enrollment.step]);
  const found = asked.map(async ({ enrollment: { position } }) => {
    return [position, await readAnswers({ store, campaign, position })] as const;
  });
  return new Map(await Promise.all(found));
}

/**
 * The current step of a contact (of a single call, the step of its order), and whether it has content for the contact.
 */
function workOf({
  deciding: { set, kit },
  quietSteps,
}: CandidatesInput): (enrollment: Enrollment, contact: Contact, answers?: Variables) => Work {
  const { id: campaign, listed, definition } = set.record;
  const quiet = quietSteps(definition.steps);
  return ({ position, step: index }, contact, answers) => {
    const step = (listed ? undefined : stepOfContact(contact)) ?? definition.steps[index];
    if (!step)
      throw new Error(`contact ${position} of ${campaign} is at step ${index}, which does not exist`);
    if (listed && !quiet[index]) return { step, silence: null };
    const silence = silenceFor({
      channels: kit.channels,
      step,
      contact: answers ? { ...contact.variables, ...answers } : contact.variables,
      campaign: definition.variables,
    });
    return { step, silence };
  };
}

/** Returns the facts about the attempt of a candidate that limits need. */
export function touchOf({
  channels,
  record: { id: campaign, client },
  candidate: { step, outlook, sender },
}: {
  channels: Pick<Channels, 'factsOfStep'>;
  record: Pick<CampaignRecord, 'id' | 'client'>;
  candidate: Pick<MintCandidate, 'step' | 'outlook' | 'sender'>;
}): LimitedTouch {
  const address = outlook.type === 'reachable' ? outlook.address : null;
  return { client, campaign, channel: step.channel, sender, address, facts: channels.factsOfStep(step) };
}

/**
 * Groups candidates whose attempts take slots in the same limits, except that their senders may differ. Each group is one
 * reservation.
 */
export function byLimits(
  { set: { record }, kit: { channels } }: Deciding,
  candidates: readonly MintCandidate[],
): MintCandidate[][] {
  const groups = new Map<string, MintCandidate[]>();
  for (const candidate of candidates) {
    const touch = { ...touchOf({ channels, record, candidate }), sender: null };
    const keys = limitKeys({ channels, touch });
    const key = [candidate.step.channel, ...keys].join(' ');
    const group = groups.get(key);
    if (group) group.push(candidate);
    else groups.set(key, [candidate]);
  }
  return [...groups.values()];
}
