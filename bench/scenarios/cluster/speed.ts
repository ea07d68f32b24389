import { installQueues, runQueue } from '../../peers/run-queue.ts';
import { carryCampaign } from '../../support/carry.ts';
import { copyDatabase, openStore, startDatabase } from '../../support/cluster/database.ts';
import { createRecorder, replay } from '../../support/cluster/replay.ts';
import type { Recorded } from '../../support/cluster/replay.ts';
import { fillCampaign } from '../../support/fill.ts';
import { openHost } from '../../support/host.ts';
import { benchDefinition } from '../../support/people.ts';
import { count } from '../../support/row.ts';
import type { Measure } from '../../support/row.ts';
import { median, spreadOf } from '../../support/ratios.ts';

const rounds = 3;
/** A run of Agenda is ended after this time; its speed is that of the jobs finished until then. */
const agendaLimitMs = 30_000;

/**
 * Contacts from due to their end on a MongoDB replica set of one member, and in turn the same writes in the same
 * transactions by a loop of the bare driver, and jobs that do nothing by Agenda.
 */
export const measure: Measure = async ({ rows }) => {
  installQueues();
  const { uri, stop } = await startDatabase();
  try {
    const campaign = await fill(uri, rows);
    const transactions = await record(uri, campaign);
    const ours: number[] = [];
    const bare: number[] = [];
    const agenda: number[] = [];
    let cpu = 0;
    let setting = '';
    for (let round = 1; round <= rounds; round += 1) {
      const database = `ours-${round}`;
      await copyDatabase({ uri, from: 'filled', to: database });
      const { gauges } = await carryCampaign({ path: await openStore({ uri, database }), campaign });
      ours.push((rows / gauges.ms) * 1_000);
      cpu = (gauges.cpuSeconds * 1e6) / rows;
      await copyDatabase({ uri, from: 'filled', to: `bare-${round}` });
      bare.push((rows / (await replay({ uri, database: `bare-${round}`, transactions }))) * 1_000);
      const url = uri.replace('/?', `/agenda-${round}?`);
      const theirs = await runQueue('agenda', { table: 'bare', jobs: rows, limitMs: agendaLimitMs, url });
      if (theirs.perSecond === 0)
        throw new Error('Agenda finished no job: the machine is too busy to compare.');
      agenda.push(theirs.perSecond);
      ({ setting } = theirs);
    }
    return [
      {
        what: `MongoDB, ${count(rows)} contacts from due to their end`,
        figure: `${count(median(ours))} contacts/s`,
        target: '0.6 of the bare driver',
        remarks: `${count(transactions.length)} transactions; the bare driver ${count(median(bare))} contacts/s; ours / bare ${ratiosOf(ours, bare)}; CPU of our process ${count(cpu)} µs per contact`,
        perSecond: median(ours),
      },
      {
        what: 'Agenda 6 on the same server, jobs that do nothing',
        figure: `${count(median(agenda))} jobs/s`,
        target: 'a tenth of ours',
        remarks: `${setting}; ours / Agenda ${ratiosOf(ours, agenda)}`,
        perSecond: median(agenda),
      },
    ];
  } finally {
    await stop();
  }
};

const ratiosOf = (ours: readonly number[], theirs: readonly number[]): string =>
  spreadOf(ours.map((speed, index) => speed / (theirs[index] ?? Infinity)));

async function fill(uri: string, rows: number): Promise<string> {
  const host = await openHost({ path: await openStore({ uri, database: 'filled' }) });
  await host.runtime.start();
  const campaign = await fillCampaign({ engine: host.engine, definition: benchDefinition(), rows });
  await host.close();
  return campaign;
}

async function record(uri: string, campaign: string): Promise<readonly Recorded[]> {
  const recorder = createRecorder();
  await copyDatabase({ uri, from: 'filled', to: 'recorded' });
  const path = await openStore({ uri, database: 'recorded', onCommand: recorder.note });
  await carryCampaign({ path, campaign });
  return recorder.transactions();
}
