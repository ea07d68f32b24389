import type { MessageStore, RenderedMessage } from '../../contract/attempts/messages.ts';
import type { Collections, MessageDoc } from '../documents/collections.ts';
import { insertOnce } from '../documents/insert-once.ts';

/** Stores messages as they were written, one for each attempt. */
export function createMessages({ messages }: Pick<Collections, 'messages'>): MessageStore {
  return {
    async putMessage({ attempt, audit, ...message }) {
      return insertOnce(messages, { _id: attempt, ...message, audit: JSON.stringify(audit) });
    },
    async readMessages(attempts) {
      if (attempts.length === 0) return [];
      const found = await messages.find({ _id: { $in: [...attempts] } }).toArray();
      const byAttempt = new Map(found.map((document) => [document._id, messageFrom(document)]));
      return attempts.flatMap((attempt) => byAttempt.get(attempt) ?? []);
    },
  };
}

function messageFrom({ _id, audit, ...message }: MessageDoc): RenderedMessage {
  return { attempt: _id, ...message, audit: JSON.parse(audit) as RenderedMessage['audit'] };
}
