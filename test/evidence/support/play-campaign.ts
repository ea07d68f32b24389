import { phoneOf, rowsOf } from '../../support/builders/contacts.ts';
import type { Script } from '../../support/service/channels/scripted-channel.ts';
import { startScriptedService } from '../../support/service/start-scripted-service.ts';
import type { ScriptedInput, ScriptedService } from '../../support/service/start-scripted-service.ts';

const minute = 60_000;

export type Played = {
  service: ScriptedService;
  campaign: string;
  /** Returns the file of evidence of a contact. */
  evidenceOf: (contact: string, query?: string) => Promise<string>;
};

/** The words of an operator about a contact, which its evidence has, and that of no other contact. */
export const wordsAbout = (row: number): string => `asked by the wife of number ${row} ä "quoted"`;

/** Plays a campaign of contacts who are busy first, and answer the second call. Two of them are paused for a while. */
export async function playCampaign({
  contacts = 12,
  ...input
}: Partial<ScriptedInput> & { contacts?: number } = {}): Promise<Played> {
  const tried = new Set<string>();
  const script: Script = ({ address }) => {
    const disposition = tried.has(address) ? 'answered' : 'busy';
    tried.add(address);
    return { afterMs: 30_000, disposition };
  };
  const service = await startScriptedService({ script, ...input });
  const { id: campaign } = await service.create({ name: 'spring-checkup', retry: { maxAttempts: 3 } });
  await service.enroll({ campaign, rows: rowsOf(contacts) });
  for (const row of [1, 2])
    for (const command of ['pause', 'resume'])
      await service.send('POST', `/v1/campaigns/${campaign}/contacts/${path(row)}/${command}`, {
        reason: wordsAbout(row),
      });
  await service.startCampaign(campaign);
  await service.pass(24 * 60 * minute);
  await service.send('POST', '/v1/suppressions', { address: phoneOf(1), reason: 'complaint' });
  await service.send('DELETE', `/v1/suppressions/${path(1)}`);
  const evidenceOf: Played['evidenceOf'] = async (contact, query = '') => {
    const url = `http://localhost/v1/evidence?contact=${encodeURIComponent(contact)}${query}`;
    const answer = await service.sendRaw(new Request(url));
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(text);
    return text;
  };
  return { service, campaign, evidenceOf };
}

const path = (row: number): string => encodeURIComponent(phoneOf(row));
