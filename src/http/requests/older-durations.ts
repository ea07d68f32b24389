import type { OlderCall } from '../schemas/older-shapes.ts';

type Timing = Pick<OlderCall, 'ring_timeout' | 'time_limit' | 'machine_detection'>;

/** The durations and the machine detection of an older request as those of a voice step. */
export function durationsOf({
  ring_timeout: ring,
  time_limit: limit,
  machine_detection: detection,
}: Timing): Record<string, string> {
  const isOff = detection === undefined || detection === false || detection === 'false';
  return {
    ...(ring !== undefined && { ringTimeout: `${ring}s` }),
    ...(limit !== undefined && { timeLimit: `${limit}s` }),
    machineDetection: isOff ? 'off' : 'hangup',
  };
}
