import type { EventFeed, FeedOf, Published } from '../contract.ts';
import { apiCodeOf, streamErrors, streamFailure } from './stream-failures.ts';
import type { StreamNames } from './stream-plan.ts';
import type { Streams } from './streams.ts';

const what = 'no events are published';
/** The error of a stream that has no message on a subject. */
const noMessage = 10_037;

/**
 * The published logs of campaigns: `<prefix>.events.<client>.<campaign>`, one message for each event. The id of a message
 * is `<campaign>:<seq>`. The server refuses a message unless the last one on its subject is the one that the sender names.
 */
export function createNatsFeed({
  streams,
  plan,
  prefix,
}: {
  streams: Streams;
  plan: Pick<StreamNames, 'events'>;
  prefix: string;
}): EventFeed {
  const stream = plan.events?.name ?? '';
  const subjectOf = ({ client, campaign }: FeedOf): string => `${prefix}.events.${client}.${campaign}`;
  return {
    async readPublished(of) {
      const { jsm } = await streams.ready(what);
      try {
        const last = await jsm.streams.getMessage(stream, { last_by_subj: subjectOf(of) });
        const id = last.header.get('Nats-Msg-Id');
        return { seq: Number(id.slice(of.campaign.length + 1)), place: last.seq };
      } catch (error) {
        if (apiCodeOf(error) === noMessage) return { seq: 0, place: 0 };
        streams.forget();
        throw streamFailure(error, what);
      }
    },
    async publishEvent({ seq, body, after, ...of }): Promise<Published | null> {
      const { js } = await streams.ready(what);
      try {
        const stored = await js.publish(subjectOf(of), body, {
          msgID: `${of.campaign}:${seq}`,
          expect: { streamName: stream, lastSubjectSequence: after.place },
        });
        // Another instance has published it, after the same event.
        return stored.duplicate ? null : { seq, place: stored.seq };
      } catch (error) {
        if (apiCodeOf(error) === streamErrors.wrongLastSequence) return null;
        streams.forget();
        throw streamFailure(error, what);
      }
    },
  };
}
