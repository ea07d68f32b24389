import type { ClientSenders, StepLane, StepSenders } from '../senders/client-senders.ts';
import { chooseSender, mayUse, nextReturn } from '../../rules/senders/choose.ts';
import type { NoSender, Tried } from '../../rules/senders/choose.ts';
import type { Step } from '../../domain/campaign/step.ts';
import type { Candidate, MintCandidate } from '../decide/mint/candidate.ts';
import type { DispatchInput } from './take-slots.ts';

/** The candidates that have a sender, and why others have none. */
export type Assignment = { assigned: MintCandidate[]; missing: NoSender | null };

/**
 * Chooses a sender for each candidate whose step has one, in order. A candidate without a sender that may be used now is
 * left out, and stays due.
 */
export async function assignSenders(
  input: DispatchInput,
  candidates: readonly Candidate[],
): Promise<Assignment> {
  const { senders, deciding, period, store } = input;
  const { set, kit } = deciding;
  const { channels } = kit;
  const found = candidates.map((candidate) => senders.ofStep(candidate.step));
  const several = found.filter((one): one is StepSenders => one !== null && one.lanes.length > 1);
  await senders.readUse([...new Set(several.flatMap(({ lanes }) => lanes))]);
  const tried = await readTried({ store, campaign: set.record.id, candidates, found });
  const assigned: MintCandidate[] = [];
  let missing: NoSender | null = null;
  candidates.forEach((candidate, index) => {
    const of = found[index];
    if (!of) {
      assigned.push({ ...candidate, sender: null });
      return;
    }
    const { channel } = candidate.step;
    const address = candidate.outlook.type === 'reachable' ? candidate.outlook.address : null;
    const chosen = chooseOne({
      of,
      places: () => (address === null ? [] : channels.placesOf({ channel, address })),
      tried: tried.get(candidate.enrollment.position) ?? [],
      at: set.at,
      day: period.day,
      random: kit.random,
    });
    if ('reason' in chosen) missing = worse(missing, chosen);
    else {
      const takeBack = senders.noteUse(chosen, { at: set.at, day: period.day });
      assigned.push({ ...candidate, sender: chosen.address, takeBack });
    }
  });
  return { assigned, missing };
}

/** Of a step with one sender, only its status matters: its slots are reserved like those of any limit. */
function chooseOne({
  of: { choice, lanes },
  ...input
}: { of: StepSenders } & Omit<Parameters<typeof chooseSender>[0], 'choice' | 'lanes'>): StepLane | NoSender {
  const [only] = lanes;
  if (lanes.length === 1 && only && mayUse(only, input.at)) return only;
  return chooseSender({ ...input, choice, lanes }) as StepLane | NoSender;
}

/** Reads the senders of earlier attempts, of the contacts whose next sender depends on them. */
async function readTried({
  store,
  campaign,
  candidates,
  found,
}: {
  store: Pick<DispatchInput['store'], 'readTriedSenders'>;
  campaign: string;
  candidates: readonly Candidate[];
  found: readonly (StepSenders | null)[];
}): Promise<ReadonlyMap<number, Tried>> {
  const positions = candidates.flatMap(({ enrollment: { position, attempts } }, index) => {
    const of = found[index];
    const depends = of && of.lanes.length > 1 && (of.choice.sticky || of.choice.retry === 'other');
    return depends && attempts > 0 ? [position] : [];
  });
  const tried = new Map<number, { sender: string; wasReached: boolean }[]>();
  if (positions.length === 0) return tried;
  for (const { position, ...one } of await store.readTriedSenders({ campaign, positions })) {
    const known = tried.get(position);
    if (known) known.push(one);
    else tried.set(position, [one]);
  }
  return tried;
}

const order: readonly NoSender['reason'][] = ['none-available', 'per-day', 'concurrent'];

/** The reason that lasts longer. */
function worse(left: NoSender | null, right: NoSender): NoSender {
  return left && order.indexOf(left.reason) <= order.indexOf(right.reason) ? left : right;
}

/** The steps that no sender may be used for now, and when the first of their senders returns. */
export type HeldSteps = { steps: ReadonlySet<number>; until: number | null };

/** Returns the steps whose senders are all paused or in quarantine. Their contacts need not be read. */
export function heldSteps({
  senders,
  steps,
  at,
}: {
  senders: Pick<ClientSenders, 'ofStep'>;
  steps: readonly Step[];
  at: number;
}): HeldSteps {
  const held = new Set<number>();
  let until: number | null = null;
  steps.forEach((step, index) => {
    const of = senders.ofStep(step);
    if (!of || of.lanes.some((lane) => mayUse(lane, at))) return;
    held.add(index);
    const next = nextReturn(of.lanes, at);
    until = until === null || next === null ? (until ?? next) : Math.min(until, next);
  });
  return { steps: held, until };
}
