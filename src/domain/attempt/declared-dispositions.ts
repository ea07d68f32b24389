import { RingmasterError } from '../errors.ts';
import { coreDispositions } from './disposition.ts';
import type { Disposition, DispositionFacts } from './disposition.ts';

/** The dispositions that one refines, directly and through those. */
export function refinedBy(all: readonly DispositionFacts[], disposition: Disposition): Disposition[] {
  const refines = all.find(({ name }) => name === disposition)?.refines;
  return refines === undefined ? [] : [refines, ...refinedBy(all, refines)];
}

/** The declarations of the channel, and those of the core that the channel does not redeclare. */
export function withCore(own: readonly DispositionFacts[]): readonly DispositionFacts[] {
  const names = new Set(own.map(({ name }) => name));
  return [...own, ...coreDispositions.filter(({ name }) => !names.has(name))];
}

export function undeclared({
  channel,
  what,
  name,
}: {
  channel: string;
  what: 'disposition' | 'stage';
  name: string;
}): RingmasterError {
  return new RingmasterError({
    code: `channel.${what}-undeclared`,
    family: 'fault',
    message: `The channel ${channel} reports the ${what} "${name}", which it does not declare, so it is not known what follows from it.`,
    hint: 'Declare it in the descriptor of the channel.',
  });
}
