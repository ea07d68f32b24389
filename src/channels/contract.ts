import type { Logger } from 'pino';
import type { Attempt } from '../domain/attempt/attempt.ts';
import type { Step } from '../domain/campaign/step.ts';
import type { Disposition } from '../domain/attempt/disposition.ts';
import type { Evidence, EvidenceVerdict } from '../domain/attempt/evidence.ts';
import type { Fault } from '../domain/fault.ts';

/** One touch to make: which attempt, whom, and what. */
export type Touch = {
  attempt: string;
  campaign: string;
  address: string;
  /** What is dialled once a phone number is answered, to reach the person behind a switchboard. */
  extension: string | null;
  step: Step;
  /** The contact's variables over the campaign's. */
  variables: Readonly<Record<string, string>>;
};

/**
 * The short-lived leave to perform one touch. A channel calls `use` in the last synchronous block before the first
 * byte goes to a connected socket: no queue, DNS, TLS or await may come after it. `false` means: send nothing and
 * answer `not-placed` with reason `expired`.
 */
export type Permit = { use: () => boolean };

/** What became of a try to place a touch. */
export type PlaceOutcome =
  /** The provider has it. */
  | { kind: 'accepted'; receipt: string | null }
  /**
   * Positive proof that it does not: no byte was written, or it answered 4xx. Uses up no attempt.
   * `retryAfterMs` is the provider's wish, in system time.
   */
  | {
      kind: 'not-placed';
      reason: 'expired' | 'throttled' | 'unreachable';
      retryAfterMs: number | null;
      detail: string;
    }
  /** It refused this one for good: the address, not the moment, is at fault. Uses up an attempt. */
  | { kind: 'refused'; disposition: Disposition; detail: string }
  /** It refuses us: credentials, credit or caller ID. Uses up no attempt; a person must mend it. */
  | { kind: 'barred'; fault: Extract<Fault, 'credit' | 'configuration'>; detail: string }
  /** Bytes were written and no clear answer came: it may or may not have been placed. */
  | { kind: 'ambiguous'; detail: string };

/** What became of a try to prepare a touch. Nothing was sent, whatever it is. */
export type PrepareOutcome =
  { kind: 'prepared' } | Extract<PlaceOutcome, { kind: 'not-placed' | 'refused' | 'barred' }>;

/** What a search at the provider found out about an attempt; an empty list is no proof of anything. */
export type SearchResult = { evidence: readonly Evidence[] };

/**
 * Reports what a channel learned by itself, as callbacks do for channels whose provider calls back. Does not throw: what is
 * not taken is searched for later.
 */
export type ReportEvidence = (input: {
  attempt: string;
  campaign: string;
  evidence: readonly Evidence[];
}) => void;

/** A way to reach people. Nothing here decides anything; a channel only performs and reports. */
export type Channel = {
  name: string;
  /**
   * Gets a touch ready to be sent, such as a page rendered or a session opened. It contacts no one and may be repeated. Only
   * for a channel whose descriptor says that it prepares. Does not throw.
   */
  prepare?: (input: { touch: Touch }) => Promise<PrepareOutcome>;
  /** Makes one touch, at most once: it never sends the same request again by itself. Does not throw. */
  place: (input: { touch: Touch; permit: Permit }) => Promise<PlaceOutcome>;
  /**
   * Looks everywhere the provider may show the attempt: queued and live ones, records. May throw; try again later. Only
   * for a channel whose descriptor says that it searches.
   */
  search?: (attempt: Attempt) => Promise<SearchResult>;
  /** Ends it: hangs up a live call, cancels a queued one. Idempotent. May throw; try again later. */
  end: (attempt: Attempt) => Promise<void>;
  /** Takes it out of the provider's queue if it has not started; one that has started is left alone. May throw. */
  cancelQueued: (attempt: Attempt) => Promise<void>;
  /** Whether the provider answers and knows us. */
  check: () => Promise<{ ok: boolean; detail: string }>;
  close: () => Promise<void>;
};

/** A channel whose provider can be asked about attempts. */
export type SearchingChannel = Channel & Required<Pick<Channel, 'search'>>;

/** A callback of a provider as HTTP received it. `url` is the whole address, `body` empty unless it is a POST. */
export type WebhookRequest = { method: string; url: string; headers: Headers; body: string; log: Logger };

/** Where a provider calls back. HTTP mounts it; what a request means and how it is answered is up to the channel. */
export type ChannelWebhook = {
  path: string;
  methods: readonly ('get' | 'post')[];
  /** The largest body that a genuine callback can have, in bytes. */
  bodyLimit: number;
  /** For the API documents: what it is, how its sender is known, and what each status says. */
  summary: string;
  description: string;
  bodyType: string;
  replies: Readonly<Record<number, string>>;
  /** Takes the callback in, then answers. Throws a `RingmasterError` for one that says nothing. */
  handle: (request: WebhookRequest) => Promise<Response>;
};

/** What a webhook may ask of the engine. */
export type WebhookPorts = {
  readAttempt: (id: string) => Promise<Attempt | null>;
  readTouch: (attempt: Attempt) => Promise<Touch>;
  /** Resolves once what was learned is committed. `id` is the same for every delivery of the same callback. */
  receive: (input: {
    id: string;
    campaign: string;
    attempt: string;
    providerId: string | null;
    evidence: readonly Evidence[];
  }) => Promise<EvidenceVerdict>;
};
