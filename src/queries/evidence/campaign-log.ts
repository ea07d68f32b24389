import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { createProofWriter } from '../../evidence/index.ts';
import type { EvidenceLine } from '../../evidence/index.ts';
import { eventsOfParts, removalIn } from '../../persistence/contract/campaigns/event-log.ts';
import type { LogChunk } from '../../persistence/contract/campaigns/event-log.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';
import { createLogChain } from '../log/log-chain.ts';
import type { Removal } from '../log/log-chain.ts';
import { walkLog } from '../log/verify-log.ts';

/**
 * Reads and verifies the whole log of a campaign up to this record. Returns the lines of the events at these positions, and
 * the proof that they are in the log. Throws `evidence.log-broken`.
 */
export async function campaignLogLines({
  store,
  record,
  positions,
  breathe,
}: {
  store: Pick<Store, 'readLogChunks'>;
  record: CampaignRecord;
  positions: ReadonlySet<number>;
  breathe: () => Promise<void>;
}): Promise<EvidenceLine[]> {
  const proof = createProofWriter({ of: 'campaign', log: record.id });
  const lines: EvidenceLine[] = [];
  const removalOf = (chunk: LogChunk): Removal | null => removalIn(chunk)?.data ?? null;
  const chain = createLogChain({ origin: record.id, eventsOf: eventsOfParts, removalOf });
  let isFirst = true;
  const broken = await walkLog({
    store,
    record,
    chain,
    breathe,
    onChunk({ chunk, events }) {
      const removal = isFirst ? removalIn(chunk) : null;
      if (removal) proof.beginAfter(removal.data);
      isFirst = false;
      const own = events.map(
        ({ position, seq }) => seq === removal?.seq || (position !== null && positions.has(position)),
      );
      proof.add(chunk, own);
      if (!own.includes(true)) return;
      const stored = chunk.parts as unknown[][];
      for (const [index, { seq, at }] of events.entries())
        if (own[index])
          lines.push({
            kind: 'event',
            log: record.id,
            seq,
            at: instantText(at),
            stored: stored[index] ?? [],
          });
    },
  });
  if (broken) throw logBroken(record.name, broken);
  return [...lines, proof.line()];
}

/** The error of a log that is not as it was written: nothing is taken from it. */
export function logBroken(name: string, { seq, detail }: { seq: number; detail: string }): RingmasterError {
  return new RingmasterError({
    code: 'evidence.log-broken',
    family: 'conflict',
    message: `The log of ${name} is broken at event ${seq}: ${detail}. No evidence can be taken from it.`,
    hint: `Run: ringmaster verify`,
  });
}
