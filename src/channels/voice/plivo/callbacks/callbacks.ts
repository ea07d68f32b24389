import { createHash } from 'node:crypto';
import type { CallbackReport } from '../../../../domain/attempt/callbacks.ts';
import type { Evidence } from '../../../../domain/attempt/evidence.ts';
import { answerFacts } from '../../../../domain/attempt/facts.ts';
import { isId } from '../../../../domain/ids.ts';
import type { Heard } from '../../flow/hear.ts';
import { placeText } from '../../flow/places.ts';
import { digitsOf } from '../call-parameters.ts';
import { evidenceOfCallback, fieldsOf, firstValues, stageOf } from './callback-evidence.ts';
import type { Field } from './callback-evidence.ts';
import { faultOfCallback, keptFields } from './callback-shape.ts';
import { type CallbackFields, type CallbackHeaders, isSigned } from './signature.ts';
import { type Asked, type CallbackKind, dialledUrl, readAsked } from './urls.ts';

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
  /** Whether Plivo waits for a document, and does not only need a 200. */
  wantsXml: boolean;
  /** The number with which the contact is to be connected, if Plivo asks for the document of a transfer. */
  transferTo: string | null;
  /** What the document is asked for; null if the call must not continue, or if no document is wanted. */
  asked: Asked | null;
  /** The digits that were pressed; empty if there are none. Their meaning is in the step: see `withMeaning`. */
  digits: string;
  /** The event of a stream: `DroppedStream`; empty if the callback is about none. */
  streamEvent: string;
  /** How the transfer ended; empty if the callback is about none. */
  dialStatus: string;
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
  const asked = kind === 'answer' ? readAsked(query) : null;
  const isMidCall = asked === null || asked.turn > 0;
  const said = stageOf({ kind, field, isMidCall: kind === 'answer' && isMidCall });
  const problem = faultOfCallback(said, values);
  const isAnswer = said === 'answer';
  const [digits, dialStatus] = isAnswer && asked ? saidAt(asked, field) : ['', ''];
  const transferTo = said === 'transfer' ? (query.get('to') ?? '') : null;
  const streamEvent = said === 'stream' ? field('Event') : '';
  const about = aboutOf({ said, field, asked, streamEvent });
  const key = [attempt, said, callId ?? '', about, transferTo ?? digits, dialStatus].join(':');
  const callback: Callback = {
    attempt,
    campaign,
    key,
    callId,
    report: { key: digestOf(key), kind: said, fields: keptFields(values), problem: null },
    numbers: { from: field('From'), to: field('To') },
    evidence: problem === null ? evidenceOfCallback({ said, field, callId, asked }) : [],
    wantsXml: isAnswer || transferTo !== null,
    transferTo,
    asked: isAnswer ? asked : null,
    digits,
    streamEvent,
    dialStatus,
  };
  return problem === null ? callback : unusable(callback, problem);
}

/** What tells a callback from others of the same kind about the same call. */
function aboutOf({
  said,
  field,
  asked,
  streamEvent,
}: {
  said: CallbackKind;
  field: Field;
  asked: Asked | null;
  streamEvent: string;
}): string {
  if (said === 'recording') return field('RecordingID');
  if (said === 'stream') return `${field('StreamID')} ${streamEvent}`;
  return said === 'answer' && asked ? askedText(asked) : '';
}

/** The digits or the end of a transfer, if that is what was waited for. */
function saidAt({ wanted }: Asked, field: Field): [digits: string, dialStatus: string] {
  if (wanted.kind === 'gather') return [field('Digits'), ''];
  return wanted.kind === 'dial' ? ['', field('DialStatus').toLowerCase()] : ['', ''];
}

function askedText({ wanted, turn }: Asked): string {
  return `${wanted.kind} ${'place' in wanted ? placeText(wanted.place) : ''} ${turn}`;
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

/**
 * The callback with the meaning of its digits filled in. `callBackAt`: the instant of the call-back that they ask for, in
 * business time.
 */
export function withMeaning({
  callback,
  heard: { outcome, variables },
  callBackAt,
}: {
  callback: Callback & { asked: Asked };
  heard: Pick<Heard, 'outcome' | 'variables'>;
  callBackAt: number | null;
}): Callback {
  const { digits, asked } = callback;
  const facts = answerFacts({ turn: asked.turn, keys: digits, variables, callBackAt });
  const evidence = callback.evidence.map((piece) =>
    piece.kind === 'responded' ? { ...piece, outcome, facts } : piece,
  );
  return { ...callback, evidence };
}
