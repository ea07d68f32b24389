import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { Turn } from '../../../src/persistence/contract/store.ts';
import { broken } from './broken.ts';

export type UnsentOracle = {
  /** A send log was told that an attempt is sent: whoever dies right then leaves a doubt. */
  onNoted: (attempt: string) => void;
  /** The first byte of a request to the carrier is about to be written. */
  onWrite: (request: { body: string | null }) => void;
  /** Judges the attempts of a turn by how they were before it. */
  check: (input: { turn: Turn; instance: string; before: ReadonlyMap<string, Attempt> }) => void;
};

const attemptId = /att_[0-9A-HJKMNP-TV-Z]{26}/;

/** What was never sent, as anybody sees who looks at the wire: it may hold a slot only where nothing can prove it. */
export function createUnsentOracle({
  proves,
}: {
  proves: (input: { minter: string; owner: string }) => boolean;
}): UnsentOracle {
  const written = new Set<string>();
  const minters = new Map<string, string>();
  return {
    onNoted: (attempt) => void written.add(attempt),
    onWrite({ body }) {
      const [id] = attemptId.exec(body ?? '') ?? [];
      if (id !== undefined) written.add(id);
    },
    check({ turn, instance, before }) {
      for (const { id } of [...turn.minted, ...turn.sent]) minters.set(id, instance);
      for (const { id, state } of turn.attempts) {
        if (state !== 'unknown' || before.get(id)?.state !== 'sending' || written.has(id)) continue;
        const minter = minters.get(id) ?? '';
        if (proves({ minter, owner: instance }))
          broken(`5 limits: ${id} holds its slot, although it is provable that ${minter} never sent it`);
      }
    },
  };
}
