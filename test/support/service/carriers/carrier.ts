import type { HttpSend } from '../../../../src/channels/voice/plivo/requests/http-send.ts';
import type { OpenUrl } from '../../../../src/channels/voice/plivo/recordings.ts';
import type { Clocks } from '../../../../src/platform/clock.ts';

/** What a carrier stands on. */
export type CarrierNeeds = {
  clocks: Clocks;
  /** Sends a callback to an instance that runs. */
  callBack: (request: Request) => Promise<Response>;
  /** Counts an open request, so that time waits for it. */
  counted: <Result>(work: Promise<Result>) => Promise<Result>;
};

/** A carrier that the instances of a test share. */
export type TestCarrier = {
  /** The connection of one instance to the carrier. */
  sendFor: (instance: string) => HttpSend;
  /** Serves recordings. Without it there are none. */
  openUrl?: OpenUrl;
  /** Whether callbacks are open that may proceed without a timer. */
  isBusy: () => boolean;
  close: () => void;
};
