import type { Step } from '../../../domain/campaign-definition.ts';
import type { Outcome } from '../../../domain/disposition.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { isId } from '../../../domain/ids.ts';
import { evidenceOfCallback, fieldsOf, stageOf } from './callback-evidence.ts';
import { type CallbackFields, type CallbackHeaders, isSigned } from './signature.ts';
import { type CallbackKind, dialledUrl } from './urls.ts';

/** What one callback says. */
export type Callback = {
  attempt: string;
  campaign: string;
  /** The same for every delivery of the same callback. */
  key: string;
  callId: string | null;
  evidence: readonly Evidence[];
  /** The flow node from which the call goes on, where Plivo waits for XML; null where it only wants a 200. */
  resumeAt: number | null;
  /** The digits that were pressed and at which node; what they mean is in the step (`outcomeOf`). */
  gathered: { node: number; digits: string } | null;
};

export type PlivoCallbacks = {
  /** Whether Plivo sent it, for the URL it was given. Never throws. */
  authentic: (request: {
    method: string;
    /** Path and query as they came in; scheme and host, if there, are ignored in favour of the public URL. */
    url: string;
    headers: CallbackHeaders;
    params: CallbackFields;
  }) => boolean;
  /** What it says, or null when it names no attempt of ours. `params` is the form; of a GET, the query's fields. */
  read: (request: { kind: CallbackKind; query: URLSearchParams; params: CallbackFields }) => Callback | null;
};

/** Checks and reads Plivo's callbacks. Everything is keyed on our own attempt id in the URL. */
export function createPlivoCallbacks({
  authTokens,
  publicUrl,
}: {
  /** The account's token, and those of sub-accounts or of a change of tokens. */
  authTokens: readonly string[];
  publicUrl: string;
}): PlivoCallbacks {
  return {
    authentic({ method, url, headers, params }) {
      return isSigned({ method, url: dialledUrl({ publicUrl, url }), headers, fields: params, authTokens });
    },
    read: readCallback,
  };
}

function readCallback({
  kind,
  query,
  params,
}: {
  kind: CallbackKind;
  query: URLSearchParams;
  params: CallbackFields;
}): Callback | null {
  const attempt = query.get('attempt') ?? '';
  const campaign = query.get('campaign') ?? '';
  if (!isId('attempt', attempt) || !isId('campaign', campaign)) return null;
  const field = fieldsOf(params);
  const callId = field('CallUUID') || null;
  const said = stageOf({ kind, field });
  const node = said === 'answer' ? nodeOf(query.get('gather')) : null;
  const digits = node === null ? '' : field('Digits');
  const gathered = node !== null && digits !== '' ? { node, digits } : null;
  return {
    attempt,
    campaign,
    key: [attempt, said, callId ?? '', node ?? '', digits].join(':'),
    callId,
    evidence: evidenceOfCallback({ said, field, callId, digits }),
    resumeAt: said === 'answer' ? (node === null ? 0 : node + 1) : null,
    gathered,
  };
}

function nodeOf(value: string | null): number | null {
  return value !== null && /^\d{1,3}$/.test(value) ? Number(value) : null;
}

/** What pressing `digits` at a node of the flow means, or null if the step says nothing about it. */
export function outcomeOf({
  step,
  node,
  digits,
}: {
  step: Step;
  node: number;
  digits: string;
}): Outcome | null {
  const asked = step.channel === 'voice' ? step.flow[node] : undefined;
  if (!asked || !('gather' in asked)) return null;
  return Object.hasOwn(asked.gather.on, digits) ? (asked.gather.on[digits] ?? null) : null;
}

/** The callback with the meaning of its digits filled in. */
export function withOutcome({ callback, step }: { callback: Callback; step: Step }): Callback {
  const { gathered } = callback;
  if (!gathered) return callback;
  const outcome = outcomeOf({ step, ...gathered });
  const evidence = callback.evidence.map((piece) =>
    piece.kind === 'gathered' ? { ...piece, outcome } : piece,
  );
  return { ...callback, evidence };
}
