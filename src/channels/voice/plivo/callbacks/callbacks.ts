import { createHash } from 'node:crypto';
import type { CallbackReport } from '../../../../domain/attempt/callbacks.ts';
import type { Step } from '../../../../domain/campaign/step.ts';
import type { Outcome } from '../../../../domain/attempt/disposition.ts';
import type { Evidence } from '../../../../domain/attempt/evidence.ts';
import { isId } from '../../../../domain/ids.ts';
import { isVoiceStep } from '../../step.ts';
import { digitsOf } from '../call-parameters.ts';
import { evidenceOfCallback, fieldsOf, firstValues, stageOf } from './callback-evidence.ts';
import { faultOfCallback, keptFields } from './callback-shape.ts';
import { type CallbackFields, type CallbackHeaders, isSigned } from './signature.ts';
import { type CallbackKind, dialledUrl } from './urls.ts';

/** The content of one callback. */
export type Callback = {
  attempt: string;
  campaign: string;
  /** The same for every delivery of the same callback. */
  key: string;
  callId: string | null;
  /** What is kept of it. Its `problem`: why it contains nothing usable, not even that there is a call. */
  report: CallbackReport;
  /** The numbers in it; empty if there are none. */
  numbers: { from: string; to: string };
  /** Empty if it is unusable. */
  evidence: readonly Evidence[];
  /** The flow node at which the call continues, if Plivo waits for XML; null if Plivo only needs a 200. */
  resumeAt: number | null;
  /** The number with which the contact is to be connected, if Plivo asks for the document of a transfer. */
  transferTo: string | null;
  /** The digits that were pressed, and the node of the question. Their meaning is in the step (`outcomeOf`). */
  gathered: { node: number; digits: string } | null;
};

export type PlivoCallbacks = {
  /** Whether Plivo sent it, to the URL that Plivo was given. Never throws. */
  authentic: (request: {
    method: string;
    /** Path and query as received. Scheme and host, if present, are replaced by the public URL. */
    url: string;
    headers: CallbackHeaders;
    params: CallbackFields;
  }) => boolean;
  /**
   * The content of a callback, or null if it names no attempt of ours. `params` is the form, or the query of a GET.
   */
  read: (request: { kind: CallbackKind; query: URLSearchParams; params: CallbackFields }) => Callback | null;
};

/** Verifies and reads Plivo's callbacks. They are assigned by our own attempt id in the URL. */
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
  const values = firstValues(params);
  const field = fieldsOf(values);
  const callId = field('CallUUID') || null;
  const said = stageOf({ kind, field });
  const node = said === 'answer' ? nodeOf(query.get('gather')) : null;
  const digits = node === null ? '' : field('Digits');
  const problem = faultOfCallback(said, values);
  const gathered = node !== null && digits !== '' ? { node, digits } : null;
  const transferTo = said === 'transfer' ? (query.get('to') ?? '') : null;
  const key = [attempt, said, callId ?? '', node ?? '', transferTo ?? digits].join(':');
  const callback: Callback = {
    attempt,
    campaign,
    key,
    callId,
    report: { key: digestOf(key), kind: said, fields: keptFields(values), problem: null },
    numbers: { from: field('From'), to: field('To') },
    evidence: problem === null ? evidenceOfCallback({ said, field, callId, digits }) : [],
    resumeAt: said === 'answer' ? (node === null ? 0 : node + 1) : null,
    transferTo,
    gathered,
  };
  return problem === null ? callback : unusable(callback, problem);
}

/** A word that is the same for every delivery. A callback and one with the same ids that is unusable have different ones. */
function digestOf(key: string): string {
  return `c${createHash('sha256').update(key).digest('hex').slice(0, 15)}`;
}

/** The same callback, from which nothing can be concluded. */
export function unusable(callback: Callback, problem: string): Callback {
  const key = `${callback.key}:unusable`;
  return { ...callback, key, report: { ...callback.report, key: digestOf(key), problem }, evidence: [] };
}

/** Whether a callback is about a call between these numbers. A callback without numbers may be. */
export function isAbout({
  callback: { numbers },
  attempt,
}: {
  callback: Callback;
  attempt: { address: string; sender: string | null };
}): boolean {
  const isSame = (said: string, ours: string | null): boolean =>
    digitsOf(said) === '' || ours === null || digitsOf(said) === digitsOf(ours);
  return isSame(numbers.to, attempt.address) && isSame(numbers.from, attempt.sender);
}

function nodeOf(value: string | null): number | null {
  return value !== null && /^\d{1,3}$/.test(value) ? Number(value) : null;
}

/** The meaning of `digits` at a node of the flow, or null if the step gives them none. */
export function outcomeOf({
  step,
  node,
  digits,
}: {
  step: Step;
  node: number;
  digits: string;
}): Outcome | null {
  const asked = isVoiceStep(step) ? step.flow[node] : undefined;
  if (!asked || !('gather' in asked)) return null;
  return Object.hasOwn(asked.gather.on, digits) ? (asked.gather.on[digits] ?? null) : null;
}

/** The callback with the meaning of its digits filled in. */
export function withOutcome({ callback, step }: { callback: Callback; step: Step }): Callback {
  const { gathered } = callback;
  if (!gathered) return callback;
  const outcome = outcomeOf({ step, ...gathered });
  const evidence = callback.evidence.map((piece) =>
    piece.kind === 'responded' ? { ...piece, outcome } : piece,
  );
  return { ...callback, evidence };
}
