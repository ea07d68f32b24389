import { JSONCodec } from 'nats';
import type { NatsConnection } from 'nats';

const codec = JSONCodec();

export type StoredMessage = { seq: number; subject: string; json: unknown };

/** Reads all messages of a stream, in order; none if the stream does not exist. */
export async function readStream(connection: NatsConnection, stream: string): Promise<StoredMessage[]> {
  const jsm = await connection.jetstreamManager();
  const info = await jsm.streams.info(stream).catch(() => null);
  if (!info || info.state.messages === 0) return [];
  const { first_seq: first, last_seq: last } = info.state;
  const found: StoredMessage[] = [];
  for (let seq = first; seq <= last; seq += 1) {
    const { subject, data } = await jsm.streams.getMessage(stream, { seq });
    found.push({ seq, subject, json: codec.decode(data) });
  }
  return found;
}
