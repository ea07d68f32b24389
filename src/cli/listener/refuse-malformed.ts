import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { systemCode } from '../errors.ts';
import { rawProblem } from './raw-response.ts';

type Refusal = { status: number; code: string; detail: string };

const refusals: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'request.headers-too-large',
    detail: 'The address and the headers are larger than 16 KB together.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request.timeout',
    detail: 'The request did not come to its end in time.',
  },
};
const malformed: Refusal = {
  status: 400,
  code: 'request.malformed-http',
  detail: 'What came is not an HTTP request.',
};

/** What cannot be read as HTTP reaches no route: it is answered here, as a problem like every other. */
export function refuseMalformed(server: Pick<Server, 'on'>): void {
  server.on('clientError', (error: Error, socket: Duplex) => {
    const refusal = refusals[systemCode(error) ?? ''] ?? malformed;
    if (socket.writable) socket.end(rawProblem(refusal), () => socket.destroy());
    else socket.destroy();
  });
}
