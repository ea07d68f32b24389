import type { Logger } from 'pino';
import type { WebhookPorts } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import { evidenceOfReport } from '../../domain/attempt/reported-result.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import type { ReportedResult, ResultIntake, ResultVerdict } from '../../messaging/contract.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { dead, readReport } from './read-report.ts';
import type { Report } from './read-report.ts';

export type ResultTakerInput = {
  store: Pick<Store, 'readAttempts' | 'findOpenAttempts'>;
  /** Stores evidence: see `Engine.receive`. */
  receive: WebhookPorts['receive'];
  channels: Channels;
  log: Logger;
};

/** How often a result is handed out before its attempt counts as unknown: reads may be late. */
const mostLooks = 5;
const shortestMs = 1_000;
const longestMs = 60_000;

/** The pause before a message is handed out again: it doubles each time. */
const backoff = (deliveries: number): number =>
  Math.min(longestMs, shortestMs * 2 ** Math.min(deliveries - 1, 10));

/**
 * Takes the results that outside programs report on the bus. A message is removed only after its evidence is committed,
 * or stored in the inbox of its campaign. Resolves with the function that stops it.
 */
export function takeResults({
  bus,
  ...input
}: ResultTakerInput & { bus: ResultIntake }): Promise<() => Promise<void>> {
  return bus.takeResults({ handle: (message) => decideResult(input, message) });
}

/** Decides a reported result. Never rejects. */
export async function decideResult(input: ResultTakerInput, message: ReportedResult): Promise<ResultVerdict> {
  const { log } = input;
  const read = readReport(message.body);
  if ('dead' in read) return noted(log, read.dead);
  try {
    const { report } = read;
    const found = await findAttempt(input, report);
    if ('dead' in found) {
      if (message.deliveries < mostLooks) return { kind: 'later', afterMs: backoff(message.deliveries) };
      return noted(log, found.dead);
    }
    const fault = faultOf(input, report, found.attempt);
    return fault ? noted(log, fault) : await store(input, report, found.attempt);
  } catch (error) {
    const code = isRingmasterError(error) ? error.code : null;
    log.warn(
      { err: error, code, deliveries: message.deliveries },
      'a reported result was not stored; it is tried again',
    );
    return { kind: 'later', afterMs: backoff(message.deliveries) };
  }
}

async function store(
  { receive }: ResultTakerInput,
  { id, evidence, providerId: named }: Report,
  { id: attempt, campaign, providerId: known }: Attempt,
): Promise<ResultVerdict> {
  const providerId = known ?? named ?? null;
  // Ids of different reporters may be equal; those about one attempt are not.
  const inboxId = `result:${attempt}:${id}`;
  await receive({
    id: inboxId,
    campaign,
    attempt,
    providerId,
    evidence: evidenceOfReport(evidence, providerId),
  });
  return { kind: 'stored' };
}

type Dead = Extract<ResultVerdict, { kind: 'dead' }>;

/** The log has the reason, and nothing of the message. */
function noted(log: Logger, verdict: Dead): Dead {
  log.warn({ reason: verdict.reason }, 'a reported result was moved to the dead letters');
  return verdict;
}

async function findAttempt(
  { store: { readAttempts, findOpenAttempts } }: ResultTakerInput,
  { attempt, providerId }: Report,
): Promise<{ attempt: Attempt } | { dead: Dead }> {
  if (attempt !== undefined) {
    const [found] = await readAttempts([attempt]);
    return found ? { attempt: found } : { dead: dead('unknown-attempt', 'there is no attempt with this id') };
  }
  const [found, ...others] = await findOpenAttempts({ providerId: providerId ?? '' });
  if (found && others.length === 0) return { attempt: found };
  const detail = found
    ? 'several attempts that have not ended have this id at the provider'
    : 'no attempt that has not ended has this id at the provider';
  return { dead: dead('unknown-attempt', detail) };
}

/** What in a report contradicts its attempt, or the channel of the attempt; null if nothing does. */
function faultOf(
  { channels }: ResultTakerInput,
  { providerId, evidence }: Report,
  attempt: Attempt,
): Dead | null {
  const { channel } = attempt;
  const known = [attempt.providerId, attempt.receipt].filter((id) => id !== null);
  if (providerId !== undefined && attempt.providerId !== null && !known.includes(providerId))
    return dead('other-provider-id', 'the attempt has another id at the provider');
  const stages = channels.stagesOf(channel).map(({ name }) => name);
  const dispositions = channels.dispositionsOf(channel).map(({ name }) => name);
  const facts = channels.find(channel)?.endFacts ?? [];
  for (const [index, piece] of evidence.entries()) {
    const at = `evidence.${index}`;
    if ('stage' in piece && piece.stage !== undefined && !stages.includes(piece.stage))
      return dead('undeclared', `${at}.stage is none of the stages of ${channel}: ${stages.join(', ')}`);
    if ('disposition' in piece && !dispositions.includes(piece.disposition))
      return dead(
        'undeclared',
        `${at}.disposition is none of those of ${channel}: ${dispositions.join(', ')}`,
      );
    if (piece.kind === 'ended' && Object.keys(piece.details).some((name) => !facts.includes(name)))
      return dead(
        'unknown-field',
        `${at}.details has a fact other than those of ${channel}: ${facts.join(', ')}`,
      );
  }
  return null;
}
