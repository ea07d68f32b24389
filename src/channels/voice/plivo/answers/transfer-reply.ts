import type { TransferOutcome } from '../../../contract.ts';
import type { HttpReply } from '../requests/http-send.ts';
import { readShape, refusalOf } from './read.ts';
import { transferredShape } from './shapes.ts';

/**
 * What a reply to a transfer proves. Only an unsent request and a 4xx in Plivo's own format prove that the call was not
 * transferred.
 */
export function readTransferReply(reply: HttpReply): TransferOutcome {
  if (reply.kind === 'unsent') return { kind: 'refused', detail: reply.detail };
  if (reply.kind === 'lost') return { kind: 'unknown', detail: reply.detail };
  const { status, body } = reply;
  const isDone = status >= 200 && status < 300;
  if (isDone && readShape(body, { what: 'a transfer', shape: transferredShape })) {
    return { kind: 'transferred' };
  }
  if (refusalOf(reply)) {
    const why = status === 404 ? 'the provider has no such answered call' : 'the provider refused it';
    return { kind: 'refused', detail: `${why} (HTTP ${status})` };
  }
  return { kind: 'unknown', detail: `HTTP ${status}, which is no answer of Plivo to a transfer` };
}
