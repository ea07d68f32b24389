import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { readFileJournal } from '../../simulator/index.ts';
import type { Client } from '../api/client.ts';
import type { ContactList } from '../list/contact-list.ts';
import { foldedFor } from '../terminal/fold-line.ts';
import type { Output } from '../terminal/output.ts';
import { holds, proofLine, prove, readCalendars } from './proof.ts';
import type { Proof } from './proof.ts';
import { readRecorded } from './recorded.ts';

/** A proof, and whether it confirms the promises. `write` writes its line. */
export type JournalProof = { proof: Proof; isProven: boolean; write: (output: Output) => void };

/** Compares the carrier's own journal with the records of campaigns that share a definition and a list. */
export async function proveFromJournal({
  client,
  campaigns,
  journal,
  list,
  definition,
  limits,
}: {
  client: Client;
  /** The names of the campaigns. */
  campaigns: readonly string[];
  /** The path of the journal. */
  journal: string;
  list: ContactList;
  definition: CampaignDefinition;
  /** The limits that all calls together kept. */
  limits: { concurrent: number; perSecond: number };
}): Promise<JournalProof> {
  const recorded = await Promise.all(campaigns.map((name) => readRecorded(client, name)));
  const proof = prove({
    entries: readFileJournal({ path: journal }),
    recorded: new Set(recorded.flatMap((one) => [...one])),
    calendars: await readCalendars({ list, definition }),
    window: definition.sendWindow,
  });
  const isProven = holds(proof, limits);
  return {
    proof,
    isProven,
    write(output) {
      for (const part of foldedFor(output, proofLine(proof))) {
        output.result(output.paint(isProven ? 'green' : 'red', part));
      }
    },
  };
}
