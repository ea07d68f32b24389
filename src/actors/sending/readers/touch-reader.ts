import type { Touch } from '../../../channels/contract.ts';
import type { Attempt } from '../../../domain/attempt/attempt.ts';
import type { CampaignRecord } from '../../../domain/campaign/campaign.ts';
import type { Channels } from '../../../domain/campaign/channel-facts.ts';
import type { Contact } from '../../../domain/contact/contact.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import { stepOfContact } from '../../dispatch/single-call.ts';
import { buildTouch } from './build-touch.ts';
import { mayHaveAnswers, readAnswers } from './earlier-answers.ts';

type Asked = { attempt: Attempt; resolve: (touch: Touch) => void; reject: (error: unknown) => void };

function toTouch({
  attempt,
  record,
  contact,
  answers,
}: {
  attempt: Attempt;
  record: CampaignRecord | null;
  contact: Contact | undefined;
  answers: Readonly<Record<string, string>>;
}): Touch {
  const step = contact && (stepOfContact(contact) ?? record?.definition.steps[attempt.step]);
  if (!record || !contact || !step) throw new Error(`attempt ${attempt.id} has lost its contact or step`);
  const answered = { ...contact, variables: { ...contact.variables, ...answers } };
  const { client, definition } = record;
  return buildTouch({ attempt, client, step, contact: answered, definition });
}

/**
 * Creates a reader of the touches of stored attempts. It throws if the contact or step no longer exists. A turn performs
 * many effects at once, so the contacts that are requested in the same instant are read together. The variables that a
 * contact has set in earlier touches are those of the contact.
 */
export function createTouchReader({
  store,
  channels,
  recordOf,
}: {
  store: Store;
  channels: Channels;
  /** Returns the campaign from memory, to save a read. */
  recordOf: (campaign: string) => CampaignRecord | null;
}): (attempt: Attempt) => Promise<Touch> {
  const waiting = new Map<string, Asked[]>();

  const read = async (campaign: string, asked: readonly Asked[]): Promise<void> => {
    const record = recordOf(campaign) ?? (await store.readCampaign(campaign));
    const positions = asked.map(({ attempt }) => attempt.position);
    const found = await store.readContacts({ campaign, positions });
    const contacts = new Map(found.map(({ position, contact }) => [position, contact]));
    const hasAnswers = record !== null && mayHaveAnswers(channels, record.definition);
    for (const { attempt, resolve, reject } of asked) {
      try {
        const { position } = attempt;
        const answers = hasAnswers ? await readAnswers({ store, campaign, position }) : {};
        resolve(toTouch({ attempt, record, contact: contacts.get(position), answers }));
      } catch (error) {
        reject(error);
      }
    }
  };

  const flush = (campaign: string): void => {
    const asked = waiting.get(campaign) ?? [];
    waiting.delete(campaign);
    read(campaign, asked).catch((error: unknown) => {
      for (const { reject } of asked) reject(error);
    });
  };

  return (attempt) =>
    new Promise((resolve, reject) => {
      const asked = waiting.get(attempt.campaign);
      if (asked) {
        asked.push({ attempt, resolve, reject });
        return;
      }
      waiting.set(attempt.campaign, [{ attempt, resolve, reject }]);
      queueMicrotask(() => flush(attempt.campaign));
    });
}
