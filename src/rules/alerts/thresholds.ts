/** From when on something is an alert. 0 switches an alert off. Times are milliseconds. */
export type AlertThresholds = {
  /** The time over which rates of a campaign are computed, and takeovers are counted. */
  windowMs: number;
  /** Rates are computed from this number of ended attempts on. */
  minAttempts: number;
  /** The share of attempts that failed or have an unknown end, from 0 to 1. */
  failureShare: number;
  /** The share of attempts that were answered, from 0 to 1; below it is an alert. */
  answerShare: number;
  /** How long nothing was sent although contacts are due. */
  silenceMs: number;
  /** The number of attempts of a campaign whose fate is not known. */
  unknownAttempts: number;
  /** The number of campaigns that an instance took over from dead instances. */
  takeovers: number;
  /** The free space in the data folder, below which is an alert. */
  diskFreeBytes: number;
  memoryBytes: number;
  /** The 99th percentile of the delay of the event loop. */
  eventLoopMs: number;
  /** How long an endpoint of a webhook has failed. */
  webhookMs: number;
  /** After this time an alert that is still in force is told again. */
  repeatMs: number;
};
