import type { Logger } from 'pino';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { Channel } from '../../channels/contract.ts';
import type { NewId } from '../../domain/ids.ts';
import type { Bus } from '../../messaging/contract.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { SendLog } from '../../persistence/send-log/contract.ts';
import type { Clocks } from '../../platform/clock.ts';
import type { Random } from '../../platform/random.ts';
import type { StoreClock } from '../../platform/store-time/store-clock.ts';
import type { WindowsFor } from '../turn/campaign-memory.ts';
import type { OnCommitted } from '../committed.ts';
import type { Observer } from '../watching/observer.ts';
import type { EngineTimes, Kit } from '../kit.ts';
import type { LeaseTimes } from '../ownership/lease.ts';
import type { SharedLimits } from '../../domain/campaign/limit-scope.ts';
import type { PaceFrom } from '../sending/pacing/pacer.ts';

export type RuntimeInput = {
  instance: string;
  address: string | null;
  /** The version of the program, for the heartbeats on the bus. Without one, none are sent. */
  version?: string | undefined;
  store: Store;
  bus: Bus;
  channels: ReadonlyMap<string, Channel>;
  /** The channels that campaigns may use. */
  facts: Channels;
  faultOf: Kit['faultOf'];
  clocks: Clocks;
  /** The clock of the store, sampled at each beat; none if the time of the store is that of the process. */
  storeClock?: Pick<StoreClock, 'sample' | 'isKnown'> | undefined;
  newId: NewId;
  random: Random;
  log: Logger;
  windowsFor: WindowsFor;
  times: EngineTimes;
  leaseTimes: LeaseTimes;
  shared: SharedLimits;
  sendLog: SendLog;
  /** The distance between starts in addition to their pace, in business milliseconds. */
  pacingMarginMs: () => number;
  /** When the rates count a start: when it is sent, or when it is answered. */
  paceFrom: PaceFrom;
  /** Lets other work of the process run between turns. */
  breathe: () => Promise<void>;
  /** Waits before each turn for further events of the same instant. Only for virtual time: it delays each turn. */
  gather?: (() => Promise<void>) | undefined;
  /** Reports something that needs an operator. */
  alert: (input: { code: string; detail: string }) => void;
  onCommitted: OnCommitted;
  observer: Observer;
};
