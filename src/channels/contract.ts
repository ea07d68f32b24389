import type { Logger } from 'pino';
import type { Attempt, Details } from '../domain/attempt/attempt.ts';
import type { Recording } from '../domain/attempt/facts.ts';
import type { Step } from '../domain/campaign/step.ts';
import type { CallbackReport } from '../domain/attempt/callbacks.ts';
import type { Disposition } from '../domain/attempt/disposition.ts';
import type { Evidence, EvidenceVerdict } from '../domain/attempt/evidence.ts';
import type { Health } from '../domain/health.ts';
import type { Fault } from '../domain/fault.ts';

/** One touch to send: its attempt, its address, and its content. */
export type Touch = {
  attempt: string;
  campaign: string;
  client: string;
  address: string;
  /** What it is sent from: the sender that was chosen when the attempt was minted. */
  sender: string | null;
  /** The digits to dial once a phone number is answered, to reach the contact behind a switchboard. */
  extension: string | null;
  step: Step;
  /** The contact's variables, then those of the campaign for names that the contact does not have. */
  variables: Readonly<Record<string, string>>;
};

/**
 * The short-lived right to send one touch. A channel calls `use` in the last synchronous block before the first byte
 * goes to a connected socket: no queue, DNS, TLS or await may come after it. `false` means: send nothing and answer
 * `not-placed` with reason `expired`.
 */
export type Permit = { use: () => boolean };

/** The result of trying to place a touch. */
export type PlaceOutcome =
  /** The provider has it. */
  | { kind: 'accepted'; receipt: string | null }
  /**
   * Positive proof that the provider does not have it: no byte was written, or the answer was 4xx. Uses up no
   * attempt. `retryAfterMs` is how long the provider asks to wait, in system time.
   */
  | {
      kind: 'not-placed';
      reason: 'expired' | 'throttled' | 'unreachable';
      retryAfterMs: number | null;
      detail: string;
    }
  /** The provider refused this touch permanently: the address is at fault, not the time. Uses up an attempt. */
  | { kind: 'refused'; disposition: Disposition; detail: string }
  /**
   * The provider refuses the account: credentials, credit or caller ID. Uses up no attempt; an operator must correct
   * it.
   */
  | { kind: 'barred'; fault: Extract<Fault, 'credit' | 'configuration'>; detail: string }
  /** Bytes were written and no clear answer came: it may or may not have been placed. */
  | { kind: 'ambiguous'; detail: string };

/** The result of trying to prepare a touch. In every case nothing was sent. */
export type PrepareOutcome =
  /** `facts` are kept in the details of the attempt when it is sent. */
  | { kind: 'prepared'; facts?: Details }
  /** What prepares it has failed, not the provider: it uses up no attempt, and counts for the breaker of the preparer. */
  | { kind: 'unprepared'; detail: string }
  | Extract<PlaceOutcome, { kind: 'not-placed' | 'refused' | 'barred' }>;

/** Where a touch under way continues: at another address, or with a document of the caller's own. */
export type TransferTarget = { to: string } | { answerUrl: string };

/**
 * The result of a transfer. `refused`: proof that nothing was changed, such as a touch that is not under way. `unknown`: the
 * order was sent and no clear answer came.
 */
export type TransferOutcome = { kind: 'transferred' } | { kind: 'refused' | 'unknown'; detail: string };

/** The sound of a recording. `size`: in bytes; null if the provider does not say. */
export type RecordingContent = { type: string; size: number | null; body: ReadableStream<Uint8Array> };

/** The recordings that a provider holds. Both may throw; the caller tries again later. */
export type Recordings = {
  /** Null if the provider does not have it any more. */
  read: (recording: Recording) => Promise<RecordingContent | null>;
  /** Resolves once the provider has deleted it, or does not have it. */
  remove: (recording: Recording) => Promise<void>;
};

/** What a search at the provider found out about an attempt. An empty list proves nothing. */
export type SearchResult = { evidence: readonly Evidence[] };

/** A touch in the records of a provider. `at`: when it began; null if the provider does not say. */
export type ListedTouch = { providerId: string; address: string; at: number | null };

/**
 * Reports evidence that a channel learned without a callback. Does not throw: evidence that cannot be delivered is
 * found by a later search.
 */
export type ReportEvidence = (input: {
  attempt: string;
  campaign: string;
  evidence: readonly Evidence[];
}) => void;

/** A way to contact people at their addresses. A channel decides nothing; it performs and reports. */
export type Channel = {
  name: string;
  /**
   * Gets a touch ready to be sent, such as a page rendered or a session opened. It contacts no one and may be repeated. Only
   * for a channel whose descriptor says that it prepares. Does not throw.
   */
  prepare?: (input: { touch: Touch }) => Promise<PrepareOutcome>;
  /**
   * Learns that an attempt that was prepared has ended, so that what was held ready for it is free. It may be called for one
   * that was never prepared, and is not called if the process is killed. Does not throw.
   */
  release?: (input: { client: string; attempt: Attempt }) => Promise<void>;
  /** Sends one touch at most once: it never repeats a request on its own. Does not throw. */
  place: (input: { touch: Touch; permit: Permit }) => Promise<PlaceOutcome>;
  /**
   * Searches everywhere the provider may show the attempt: queued and live touches, records. May throw; the caller
   * tries again later. Only for a channel whose descriptor says that it searches.
   */
  search?: (attempt: Attempt) => Promise<SearchResult>;
  /**
   * Lists, in parts, all touches of the provider's account that are queued or under way, and those that ended at `since`
   * or later, by any caller. A touch may be listed twice. May throw; the caller starts again later. Only for a
   * channel whose descriptor says that it has records.
   */
  listTouches?: (since: number) => AsyncIterable<readonly ListedTouch[]>;
  /**
   * Ends the touch: hangs up a live call, cancels a queued one. Idempotent. May throw; the caller tries again later.
   */
  end: (attempt: Attempt) => Promise<void>;
  /**
   * Continues a touch under way elsewhere. Sends the order at most once, because a repeat would end the conversation that
   * the first one began. Only for a channel that can do this. Does not throw.
   */
  transfer?: (input: { attempt: Attempt; target: TransferTarget }) => Promise<TransferOutcome>;
  /** The recordings of its touches. Only for a channel whose provider records. */
  recordings?: Recordings;
  /** Removes the touch from the provider's queue if it has not started; a started touch is not changed. May throw. */
  cancelQueued: (attempt: Attempt) => Promise<void>;
  /** Whether the provider answers and accepts the account. */
  check: () => Promise<Health>;
  close: () => Promise<void>;
};

/** A channel whose provider can be asked about attempts. */
export type SearchingChannel = Channel & Required<Pick<Channel, 'search'>>;

/**
 * A callback of a provider as HTTP received it. `url` is the complete address; `body` is empty unless the method is
 * POST.
 */
export type WebhookRequest = { method: string; url: string; headers: Headers; body: string; log: Logger };

/**
 * An endpoint for callbacks of a provider. HTTP mounts it; the channel verifies and interprets requests and answers
 * them.
 */
export type ChannelWebhook = {
  path: string;
  methods: readonly ('get' | 'post')[];
  /** The largest body that a genuine callback can have, in bytes. */
  bodyLimit: number;
  /** For the API documents: what it is, how the sender is verified, and what each status means. */
  summary: string;
  description: string;
  bodyType: string;
  replies: Readonly<Record<number, string>>;
  /**
   * Processes the callback, then answers. Throws a `RingmasterError` for a callback that contains no usable evidence.
   */
  handle: (request: WebhookRequest) => Promise<Response>;
};

/** What a webhook may call in the engine. */
export type WebhookPorts = {
  /** Returns an attempt of a campaign, open or ended; null if the campaign has no such attempt. */
  readAttempt: (input: { campaign: string; attempt: string }) => Promise<Attempt | null>;
  /** Returns the open attempt with one of these ids of the provider; null if there is none, or more than one. */
  findAttempt: (providerIds: readonly string[]) => Promise<Attempt | null>;
  /** Reads the content of an attempt. Throws if its contact or step no longer exists. */
  readTouch: (attempt: Attempt) => Promise<Touch>;
  /**
   * The first instant after `after` at which the clocks of the contact of an attempt show a minute of the day; the last of
   * them, if the contact may be in several time zones. Null if no time zone is known.
   */
  nextLocalTime: (input: { attempt: Attempt; minuteOfDay: number; after: number }) => Promise<number | null>;
  /**
   * Resolves once the evidence is committed, and the callback it is from. `id` is the same for every delivery of the same
   * callback. A callback from which nothing can be concluded has no evidence.
   */
  receive: (input: {
    id: string;
    campaign: string;
    attempt: string;
    providerId: string | null;
    evidence: readonly Evidence[];
    callback?: CallbackReport;
  }) => Promise<EvidenceVerdict>;
};
