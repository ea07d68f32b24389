import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A client that sends one line and returns the last line of the answer. */
export type LineClient = {
  send: (line: string) => Promise<string>;
  /** Returns the first line that matches, whatever comes before it. */
  sendUntil: (line: string, pattern: RegExp) => Promise<string>;
};

/** Connects to a line protocol, and reads its greeting. `isLast` says whether a line is the last one of an answer. */
export async function createLineClient(
  { host, port }: { host: string; port: number },
  isLast: (line: string) => boolean = (line) => /^\d{3} /.test(line),
): Promise<LineClient> {
  const socket = connect(port, host);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const answer = async (isWanted: (line: string) => boolean): Promise<string> => {
    for (;;) {
      const { value, done } = await lines.next();
      if (done || typeof value !== 'string') return 'closed';
      if (isWanted(value)) return value;
    }
  };
  await answer(isLast);
  const send = (line: string, isWanted = isLast): Promise<string> => {
    socket.write(`${line}\r\n`);
    return answer(isWanted);
  };
  return { send, sendUntil: (line, pattern) => send(line, (one) => pattern.test(one)) };
}
