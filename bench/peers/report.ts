import { median, spreadOf } from '../support/ratios.ts';
import { count } from '../support/row.ts';
import { peerNames, peers } from './peers.ts';
import type { Pair, PeerName, Table } from './peers.ts';
import type { QueueResult } from './run-queue.ts';

const titles: Record<Table, string> = {
  bare: 'Bare jobs of the queues, whole contacts of ours',
  work: 'The same work for each contact',
};

/** A Markdown table of one size: medians of all rounds, and the ratio of each pair. */
export function reportOf({
  table,
  jobs,
  pairs,
}: {
  table: Table;
  jobs: number;
  pairs: readonly Pair[];
}): string {
  return [
    `${titles[table]}, ${count(jobs)}`,
    '',
    '| peer | theirs per second | ours per second | ours / theirs, median (least to most) | setting |',
    '| --- | --- | --- | --- | --- |',
    ...peerNames.flatMap((peer) => lineOf({ peer, jobs, pairs })),
  ].join('\n');
}

function lineOf(input: { peer: PeerName; jobs: number; pairs: readonly Pair[] }): readonly string[] {
  const pairs = input.pairs.filter(({ peer }) => peer === input.peer);
  const { title } = peers[input.peer];
  const failures = pairs.flatMap(({ theirs }) => (typeof theirs === 'string' ? [theirs] : []));
  const done = pairs.flatMap(({ ours, theirs }) => (typeof theirs === 'string' ? [] : [{ ours, theirs }]));
  const [first] = done;
  if (!first) return failures.slice(-1).map((reason) => `| ${title} | FAILED | | | ${reason} |`);
  const theirs = median(done.map((pair) => pair.theirs.perSecond));
  const ours = median(done.map((pair) => pair.ours));
  const ratios = spreadOf(done.map((pair) => pair.ours / pair.theirs.perSecond));
  const remarks = [
    first.theirs.setting,
    ...stoppedEarly(
      done.map((pair) => pair.theirs),
      input.jobs,
    ),
    ...(failures.length > 0 ? [`${failures.length} of ${pairs.length} runs FAILED`] : []),
  ];
  return [`| ${title} | ${count(theirs)} | ${count(ours)} | ${ratios} | ${remarks.join('; ')} |`];
}

function stoppedEarly(results: readonly QueueResult[], jobs: number): readonly string[] {
  const least = Math.min(...results.map(({ completed }) => completed));
  return least < jobs ? [`stopped at the time limit after ${count(least)} jobs`] : [];
}
