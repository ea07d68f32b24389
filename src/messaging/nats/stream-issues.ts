import { DiscardPolicy } from 'nats';
import type { StreamInfo } from 'nats';
import { RingmasterError } from '../../domain/errors.ts';
import { largestResult } from '../contract.ts';
import type { StreamPlan } from './stream-plan.ts';

const fullShare = 0.9;

/** Throws `bus.stream-foreign` or `bus.stream-limits` for a stream in which messages are lost or refused. */
export function checkStream(plan: StreamPlan, { config, state }: StreamInfo): void {
  const { name } = plan;
  const isOurs =
    config.retention === plan.retention && plan.subjects.every((one) => config.subjects.includes(one));
  if (!isOurs) throw foreignStream(plan, [...config.subjects, config.retention]);
  if (config.discard !== plan.discard)
    throw limits(
      `${name} has discard ${config.discard}, so it drops results when it is full`,
      `discard ${plan.discard}`,
    );
  if (config.max_msg_size > 0 && config.max_msg_size < largestResult)
    throw limits(
      `${name} takes messages of up to ${config.max_msg_size} bytes`,
      `max_msg_size ${largestResult}`,
    );
  const isFull = (used: number, limit: number): boolean => limit > 0 && used >= limit * fullShare;
  const isNearlyFull = isFull(state.bytes, config.max_bytes) || isFull(state.messages, config.max_msgs);
  if (plan.discard === DiscardPolicy.New && isNearlyFull)
    throw limits(`${name} is nearly full and then refuses results`, 'higher limits');
}

/** Returns the error of a stream of ours that has other subjects or another retention. */
export function foreignStream(
  { name, subjects, retention }: StreamPlan,
  found: readonly string[],
): RingmasterError {
  return new RingmasterError({
    code: 'bus.stream-foreign',
    family: 'refused',
    message: `The stream ${name} has ${found.join(', ')} instead of ${subjects.join(', ')} with ${retention} retention, so it belongs to another program.`,
    hint: 'Set another NATS_PREFIX, or delete that stream.',
  });
}

function limits(message: string, wanted: string): RingmasterError {
  return new RingmasterError({
    code: 'bus.stream-limits',
    family: 'refused',
    message: `The stream ${message}.`,
    hint: `Give it ${wanted}: nats stream edit.`,
  });
}
