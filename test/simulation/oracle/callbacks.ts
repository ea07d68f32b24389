import { evidenceRanks, isOpen } from '../../../src/domain/attempt/attempt.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { broken } from './broken.ts';
import type { Mirror } from './mirror.ts';

const manyEvents = 1_000;

/** How often a callback of each attempt was answered with 200. */
export type AnsweredCallbacks = Map<string, number>;

/** Every answered callback is kept with its attempt, also one that said nothing new. */
export function checkKept({ id, address, callbacks }: Attempt, answered: AnsweredCallbacks): void {
  const { kept, further = 0 } = callbacks ?? { kept: [] };
  const deliveries = kept.map(({ arrivals, furtherArrivals = 0 }) => arrivals.length + furtherArrivals);
  const stored = deliveries.reduce((sum, one) => sum + one, further);
  const expected = answered.get(id) ?? 0;
  if (address !== '' && stored < expected)
    broken(`8 durable: ${expected} callbacks of ${id} were answered with 200, ${stored} are kept`);
}

/** Whether what a hang-up callback said is in the attempt's row. */
function isTaken({ state, evidence, surplusId }: Attempt): boolean {
  return (
    (!isOpen(state) && evidence >= evidenceRanks['hang-up']) || state === 'settling' || surplusId !== null
  );
}

/**
 * Checks a callback in the block in which it was answered with 200: what it said is committed, or stored in the inbox.
 * A hang-up has ended its attempt; an opt-out has suppressed its address.
 */
export async function checkAnswered({
  request,
  form,
  response,
  mirror,
  suppressed,
  file,
  answered,
}: {
  request: Request;
  form: URLSearchParams;
  response: Response;
  mirror: Mirror;
  suppressed: ReadonlySet<string>;
  file: Store | null;
  answered: AnsweredCallbacks;
}): Promise<void> {
  if (response.status !== 200 || !file) return;
  const { pathname, searchParams } = new URL(request.url);
  const token = searchParams.get('attempt') ?? '';
  const attempt = mirror.attempt(token);
  if (!attempt) return broken(`8 durable: a callback of an unknown attempt was answered with 200`);
  answered.set(token, (answered.get(token) ?? 0) + 1);
  const isHangUp = pathname.endsWith('/hangup') || form.get('Event') === 'Hangup';
  const isOptOut = searchParams.has('gather') && form.get('Digits') === '9';
  const isDurable = (row: Attempt): boolean =>
    (!isHangUp || isTaken(row)) && (!isOptOut || suppressed.has(row.address));
  if (isDurable(attempt)) return;
  const inbox = await file.readInbox({ campaign: attempt.campaign, limit: manyEvents });
  if (inbox.some(({ body }) => body.includes(token))) return;
  // Its owner may have taken it out of the inbox meanwhile: then what it said is in the row, by the same commit.
  const [row] = await file.readAttempts([token]);
  if (row && isDurable(row)) return;
  broken(
    `8 durable: a callback of ${token} was answered with 200 (${isHangUp ? 'hang-up' : 'opt-out'}) and is not stored`,
  );
}
