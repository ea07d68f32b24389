/** One reading of the clock of a store: its time, and the server whose clock it is. */
export type ClockReading = { now: number; source: string };

/** A reading with what this process measured around it. */
export type ClockSample = {
  source: string;
  /** The monotonic time at which the answer arrived. */
  at: number;
  roundTripMs: number;
  /** The time of the store minus the monotonic time of this process, if both ways took equally long. */
  offsetMs: number;
};

/** How samples are judged, in milliseconds. */
export type SampleTimes = {
  /** How long a sample may decide the offset. */
  keepMs: number;
  /** How long time is known after a good sample. */
  freshMs: number;
  /** The round trip from which a sample is not good. */
  longestTripMs: number;
};

export const defaultSampleTimes: SampleTimes = { keepMs: 60_000, freshMs: 10_000, longestTripMs: 2_000 };

/** Computes a sample from a reading. `sentAt` and `receivedAt` are monotonic times. */
export function sampleOf({
  reading: { now, source },
  sentAt,
  receivedAt,
}: {
  reading: ClockReading;
  sentAt: number;
  receivedAt: number;
}): ClockSample {
  const roundTripMs = receivedAt - sentAt;
  return { source, at: receivedAt, roundTripMs, offsetMs: now + roundTripMs / 2 - receivedAt };
}

/**
 * Returns the samples after one more. Old samples are dropped, and so are those of another server: its clock is not the
 * time of the store any more. A sample with a long round trip counts only if there is no other.
 */
export function addSample({
  samples,
  sample,
  times,
}: {
  samples: readonly ClockSample[];
  sample: ClockSample;
  times: SampleTimes;
}): readonly ClockSample[] {
  if (sample.roundTripMs >= times.longestTripMs && samples.length > 0) return samples;
  const kept = samples.filter(
    ({ source, at, roundTripMs }) =>
      source === sample.source &&
      sample.at - at <= times.keepMs &&
      (roundTripMs < times.longestTripMs || sample.roundTripMs >= times.longestTripMs),
  );
  return [...kept, sample];
}

/** Returns the sample that decides the offset: the one with the shortest round trip. Null without samples. */
export function bestOf(samples: readonly ClockSample[]): ClockSample | null {
  let best: ClockSample | null = null;
  for (const sample of samples) if (!best || sample.roundTripMs <= best.roundTripMs) best = sample;
  return best;
}
