import type { Recording } from '../../../domain/attempt/facts.ts';
import { RingmasterError } from '../../../domain/errors.ts';
import type { Recordings } from '../../contract.ts';
import { describeError } from './requests/http-send.ts';
import type { PlivoTransport } from './requests/transport.ts';

/** Reads one URL. Only the head of the answer is awaited. */
export type OpenUrl = (url: string, init: RequestInit) => Promise<Response>;

/** The largest recording that is passed on, in bytes: eight hours of mp3 at 64 kbit/s are 230 MB. */
const largest = 256_000_000;
const headTimeoutMs = 15_000;

/**
 * The recordings of one Plivo account (plivo.com/docs/voice/api/recording). They are read with the credentials of the account,
 * and only from hosts of Plivo: the URL of a recording comes from a callback.
 */
export function createPlivoRecordings({
  account: { authId, authToken, baseUrl },
  isSimulated,
  transport,
  open = fetch,
}: {
  account: { authId: string; authToken: string; baseUrl: string };
  isSimulated: boolean;
  transport: PlivoTransport;
  open?: OpenUrl | undefined;
}): Recordings {
  const authorization = `Basic ${Buffer.from(`${authId}:${authToken}`).toString('base64')}`;
  const below = `/v1/Account/${encodeURIComponent(authId)}/Recording/`;

  /** The simulator serves at its own address what it reports at that of Plivo. */
  const addressOf = ({ id, url }: Recording): string => {
    if (url === null || !URL.canParse(url)) throw unusable(id, 'it has no address');
    const parsed = new URL(url);
    const file = parsed.pathname.split('/').at(-1) ?? '';
    if (isSimulated) return `${baseUrl.replace(/\/+$/, '')}${below}${encodeURIComponent(file)}`;
    const isPlivo = parsed.hostname === 'plivo.com' || parsed.hostname.endsWith('.plivo.com');
    if (parsed.protocol !== 'https:' || !isPlivo) throw unusable(id, `${parsed.host} is no host of Plivo`);
    return parsed.href;
  };

  return {
    async read(recording) {
      const url = addressOf(recording);
      const signal = AbortSignal.timeout(headTimeoutMs);
      const head = new AbortController();
      signal.addEventListener('abort', () => head.abort(signal.reason));
      const answer = await open(url, {
        headers: { authorization },
        redirect: 'error',
        signal: head.signal,
      }).catch((error: unknown) => {
        throw unreachable(recording.id, describeError(error));
      });
      if (answer.status === 404 || answer.status === 410) return null;
      if (!answer.ok || !answer.body) throw unreachable(recording.id, `it answered ${answer.status}`);
      const size = Number(answer.headers.get('content-length') ?? Number.NaN);
      if (size > largest) throw unusable(recording.id, `it has ${size} bytes, more than ${largest}`);
      return {
        type: answer.headers.get('content-type') ?? 'application/octet-stream',
        size: Number.isNaN(size) ? null : size,
        body: answer.body.pipeThrough(atMost(largest)),
      };
    },

    async remove({ id }) {
      const path = `Recording/${encodeURIComponent(id)}/`;
      const reply = await transport.request({ method: 'DELETE', path, priority: 'hang-up' });
      if (reply.kind !== 'answer') throw unreachable(id, reply.detail);
      if (reply.status === 204 || reply.status === 404) return;
      throw unreachable(id, `it answered ${reply.status}`);
    },
  };
}

/** Passes bytes on, and fails beyond a maximum: a provider may send more than it has announced. */
function atMost(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  let passed = 0;
  return new TransformStream({
    transform(part, controller) {
      passed += part.length;
      if (passed > bytes) controller.error(new RangeError(`more than ${bytes} bytes`));
      else controller.enqueue(part);
    },
  });
}

function unusable(id: string, why: string): RingmasterError {
  return new RingmasterError({
    code: 'recording.unusable',
    family: 'conflict',
    message: `The recording ${id} cannot be read: ${why}.`,
    hint: 'Look for it in the console of the provider.',
  });
}

function unreachable(id: string, why: string): RingmasterError {
  return new RingmasterError({
    code: 'recording.unreachable',
    family: 'overloaded',
    message: `The provider did not serve the recording ${id}: ${why}.`,
    hint: 'Try again later. `ringmaster doctor` checks the account.',
  });
}
