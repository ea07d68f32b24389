import type { Channel, TransferOutcome, TransferTarget } from '../../channels/contract.ts';
import { everyClient } from '../../domain/contact/party.ts';
import { RingmasterError } from '../../domain/errors.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import type { Engine } from '../engine-contract.ts';
import { suppressedCall } from '../dispatch/single-call.ts';
import { nowOf } from './parts.ts';
import type { UseCaseParts } from './parts.ts';

/** Creates the use case that transfers a call. */
export function createTransfer(parts: UseCaseParts): Engine['transfer'] {
  const { runtime, providers, newId } = parts;
  return async ({ attempt, client, target, by, request }) => {
    const { campaign, id } = attempt;
    await refuseTarget(parts, { client, campaign, target });
    const order = newId('event');
    const ordered = { type: 'transfer-ordered', attempt: id, to: inWords(target), order, by } as const;
    const isRepeat = (await runtime.ask({ campaign, event: ordered, request })) !== order;
    const outcome = isRepeat
      ? repeated
      : await send({ channel: providers.get(attempt.channel), attempt, target });
    const done = { type: 'transfer-done', attempt: id, outcome } as const;
    // A repeat of the request gets the result of the first one, if it was recorded.
    const recorded = await runtime.ask({ campaign, event: done, request: request && endOf(request) });
    const { kind, ...result } = recorded as TransferOutcome;
    if (kind !== 'transferred') throw notTransferred(id, { kind, detail: '', ...result });
  };
}

/** The result of a repeat whose first try recorded none: that one may have been sent. */
const repeated: TransferOutcome = {
  kind: 'unknown',
  detail: 'it was ordered with this key before, and its result is not known',
};

/** The key of the result of a request. */
const endOf = ({ key, ...rest }: RequestKey): RequestKey => ({ ...rest, key: `${key}.done` });

/** A transfer calls another number. What stops calls to it stops the transfer. */
async function refuseTarget(
  parts: UseCaseParts,
  { client, campaign, target }: { client: string; campaign: string; target: TransferTarget },
): Promise<void> {
  const { store } = parts;
  const stops = await store.listStops();
  if (stops.some((stop) => stop.client === client || stop.client === everyClient)) {
    throw new RingmasterError({
      code: 'emergency.stop',
      family: 'conflict',
      message: 'An emergency stop is in force: nothing is transferred.',
      hint: 'Lift it with ringmaster resume --all, or hang up the call.',
    });
  }
  if (!('to' in target)) return;
  const asked = { campaign, client, identities: [], keys: [target.to], at: nowOf(parts) };
  const { suppressed } = await store.lookUpNewcomers(asked);
  if (suppressed.has(target.to)) throw suppressedCall();
}

/** The log contains no phone numbers, and a URL may contain anything. */
function inWords(target: TransferTarget): string {
  return 'to' in target ? `…${target.to.slice(-2)}` : new URL(target.answerUrl).host;
}

async function send({
  channel,
  ...order
}: {
  channel: Channel | undefined;
  attempt: Parameters<Engine['transfer']>[0]['attempt'];
  target: TransferTarget;
}): Promise<TransferOutcome> {
  if (!channel?.transfer) return { kind: 'refused', detail: `${order.attempt.channel} cannot transfer` };
  try {
    return await channel.transfer(order);
  } catch (error) {
    return { kind: 'unknown', detail: error instanceof Error ? error.message : String(error) };
  }
}

function notTransferred(
  id: string,
  { kind, detail }: Exclude<TransferOutcome, { kind: 'transferred' }>,
): RingmasterError {
  return kind === 'refused'
    ? new RingmasterError({
        code: 'call.not-transferred',
        family: 'conflict',
        message: `Call ${id} was not transferred: ${detail}.`,
        hint: 'Only an answered call can be transferred. See ringmaster calls.',
      })
    : new RingmasterError({
        code: 'call.transfer-unknown',
        family: 'overloaded',
        message: `It is not known whether call ${id} was transferred: ${detail}.`,
        hint: 'Listen to the call or read it before you order the transfer again: a second transfer ends the first one.',
      });
}
