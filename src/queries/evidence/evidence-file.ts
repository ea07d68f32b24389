import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { keysOf } from '../../domain/contact/contact.ts';
import { evidenceVersion, writeEvidence } from '../../evidence/index.ts';
import type { EvidenceLine } from '../../evidence/index.ts';
import type { Place } from '../../persistence/contract/persons/find-places.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantText } from '../instants.ts';
import type { ExplainContact } from '../why/why-contact.ts';
import { campaignLogLines } from './campaign-log.ts';
import { clientLogLines } from './client-log.ts';
import { personLines, rowLines } from './stored-lines.ts';

export type EvidenceInput = {
  /** The version of the program. */
  program: string;
  client: string;
  /** The campaign that the file is restricted to; null for every campaign. */
  campaign: string | null;
  /** The contacts of the person. */
  places: readonly Place[];
};

type Parts = {
  store: Store;
  explain: ExplainContact;
  now: () => number;
  /** Lets other work run. */
  breathe: () => Promise<void>;
};

/**
 * Returns the file of evidence of a person: what is stored about its contacts, every event of theirs, and the proof that
 * these are in the logs. Reads the whole log of each campaign. Throws `evidence.log-broken`.
 */
export async function evidenceFile(
  parts: Parts,
  { program, client, campaign, places }: EvidenceInput,
): Promise<string> {
  const { store, now } = parts;
  const asOf = instantText(now());
  const lines: EvidenceLine[] = [
    { kind: 'evidence', version: evidenceVersion, client, campaign, program, asOf },
    ...(await personLines(parts, { client, places })),
  ];
  for (const [id, theirs] of Map.groupBy(places, (place) => place.campaign))
    lines.push(...(await campaignLines(parts, { id, places: theirs })));
  const keys = new Set(places.flatMap(({ contact }) => keysOf(contact)));
  lines.push(...(await clientLogLines({ store, client, keys })));
  return writeEvidence(lines);
}

/** The maximum number of times that the log is read again, because something has happened to the contact meanwhile. */
const maxReads = 5;

/** Reads the log first and then the rows, so that the rows have nothing that the log has not. */
async function campaignLines(
  parts: Parts,
  { id, places }: { id: string; places: readonly Place[] },
): Promise<EvidenceLine[]> {
  const { store, breathe } = parts;
  const positions = new Set(places.map(({ position }) => position));
  for (let reads = 1; ; reads += 1) {
    const record = await store.readCampaign(id);
    if (!record) return [];
    const log = await campaignLogLines({ store, record, positions, breathe });
    const rows = await rowLines(parts, { record, positions: [...positions] });
    if (reads < maxReads && (await hasNews({ store, record, positions }))) continue;
    return [...rows, ...log];
  }
}

async function hasNews({
  store,
  record: { id: campaign, seq: afterSeq },
  positions,
}: {
  store: Pick<Store, 'readEvents'>;
  record: CampaignRecord;
  positions: ReadonlySet<number>;
}): Promise<boolean> {
  for (const position of positions)
    if ((await store.readEvents({ campaign, afterSeq, position, limit: 1 })).length > 0) return true;
  return false;
}
