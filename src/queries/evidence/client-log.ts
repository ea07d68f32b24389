import { createProofWriter } from '../../evidence/index.ts';
import type { EvidenceLine } from '../../evidence/index.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';
import { walkClientLog } from '../log/client-log.ts';
import { logBroken } from './campaign-log.ts';

/**
 * Reads and verifies the log of a client. Returns the lines of the suppressions of these keys that were removed, of their
 * consents that were withdrawn, and the proof that they are in the log. Throws `evidence.log-broken`.
 */
export async function clientLogLines({
  store,
  client,
  keys,
}: {
  store: Pick<Store, 'readClientLogChunks'>;
  client: string;
  keys: ReadonlySet<string>;
}): Promise<EvidenceLine[]> {
  const proof = createProofWriter({ of: 'client', log: client });
  const lines: EvidenceLine[] = [];
  const { broken } = await walkClientLog({
    store,
    client,
    onChunk({ chunk, events: [event] }) {
      if (!event) return;
      const isRemoval = event.type === 'suppression.removed' || event.type === 'consent.withdrawn';
      const isOwn = isRemoval && keys.has(event.data.address);
      proof.add(
        chunk,
        chunk.parts.map(() => isOwn),
      );
      const { seq, at } = event;
      if (isOwn)
        lines.push({ kind: 'event', log: client, seq, at: instantText(at), stored: [...chunk.parts] });
    },
  });
  if (broken) throw logBroken(`client ${client}`, broken);
  return [...lines, proof.line()];
}
