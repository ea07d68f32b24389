import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { systemCode } from '../errors.ts';
import { rawProblem } from './raw-response.ts';
import type { Refused } from './raw-response.ts';

type Refusal = Omit<Refused, 'requestId'> & { detail: string };

const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'request.headers-too-large',
    detail: 'The URL and the headers together are larger than 16 KB.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request.timeout',
    detail: 'The request was not complete in time.',
  },
};
const malformed: Refusal = {
  status: 400,
  code: 'request.malformed-http',
  detail: 'The data received is not an HTTP request.',
};

/** The connection is gone: no wrong data was received, and an answer would not arrive. */
const brokenCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ETIMEDOUT']);

/**
 * Answers data that is not valid HTTP, and so reaches no route, with a problem document. A connection that breaks during
 * a request is no refusal.
 */
export function refuseMalformed({
  server,
  newRequestId,
  onRefused,
}: {
  server: Pick<Server, 'on'>;
  newRequestId: () => string;
  onRefused: (refused: Refused) => void;
}): void {
  server.on('clientError', (error: Error, socket: Duplex) => {
    const code = systemCode(error) ?? '';
    if (brokenCodes.has(code)) {
      socket.destroy();
      return;
    }
    const refusal = { ...(refusals[code] ?? malformed), requestId: newRequestId() };
    onRefused(refusal);
    if (socket.writable) socket.end(rawProblem(refusal), () => socket.destroy());
    else socket.destroy();
  });
}
