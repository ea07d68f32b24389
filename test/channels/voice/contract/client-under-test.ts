import type { CallbackFields } from '../../../../src/channels/voice/plivo/callbacks/signature.ts';

/** A callback of the carrier as the customer's server received it. */
export type ReceivedCallback = {
  method: string;
  url: string;
  nonce: string;
  signature: string;
  fields: CallbackFields;
};

/** What is asked of every client of Plivo's API. Null: Plivo says that there is none. */
export type ClientUnderTest = {
  /** Places the call of `callParameters`. Resolves with the id of its request; null if it failed or is not known. */
  place: () => Promise<string | null>;
  liveCalls: () => Promise<readonly string[]>;
  queuedCalls: () => Promise<readonly string[]>;
  liveCall: (id: string) => Promise<{ from: string; to: string } | null>;
  transfer: (id: string, url: string) => Promise<boolean>;
  hangUp: (id: string) => Promise<boolean>;
  cancel: (requestId: string) => Promise<boolean>;
  record: (id: string) => Promise<{ to: string; code: string } | null>;
  /** The ids of the records of calls to a number. */
  records: () => Promise<readonly string[]>;
  isSigned: (callback: ReceivedCallback & { authToken: string }) => Promise<boolean>;
  close: () => Promise<void>;
};

export type OpenClient = (carrier: { url: string; port: number }) => Promise<ClientUnderTest>;
