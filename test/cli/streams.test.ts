import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { readAddress } from '../../src/cli/folder/address-file.ts';
import { verbs } from '../../src/cli/verbs.ts';
import { runHere } from './support/fake-cli.ts';
import { writeCampaign, writeList } from './support/lists.ts';
import { start, temporaryFolder } from './support/process.ts';

/** The output of a verb: its result on stdout, notices on stderr. The default of `code` is 0. */
type Case = { line: string; stdout: RegExp; stderr: RegExp; code?: number };

const simulated = /^carrier SIMULATOR, no real calls\n$/;
const nothing = /^$/;

/** One line per verb, in an order in which each works. */
function casesIn({ folder, id }: { folder: string; id: () => string }): Readonly<Record<string, Case>> {
  // Otherwise it completes before it is cancelled if the commands take long: a minute passes in a second.
  const file = writeCampaign({ folder, more: 'keepOpen: true' });
  const list = writeList({ folder, people: 3 });
  const next = /^carrier SIMULATOR.*\nNext: ringmaster \w+ try-out.*\n$/;
  return {
    create: { line: `create ${file}`, stdout: /^try-out: created as a draft, cmp_\S+\.\n$/, stderr: next },
    import: {
      line: `import try-out ${list}`,
      stdout: /^\S+ {2}3 rows: 3 enrolled\n$/,
      stderr:
        /^carrier SIMULATOR.*\nCountry: .*\nColumns .*phone: phone.*\nNext: ringmaster \w+ try-out.*\n$/,
    },
    list: { line: 'list', stdout: /^NAME .*\ntry-out .* draft /, stderr: simulated },
    start: { line: 'start try-out', stdout: /^try-out: started/, stderr: simulated },
    pause: { line: 'pause try-out', stdout: /^try-out: paused/, stderr: simulated },
    status: { line: 'status try-out', stdout: /^try-out {2}paused/, stderr: simulated },
    why: { line: 'why try-out', stdout: /^The campaign is paused/, stderr: simulated },
    contacts: {
      line: 'contacts try-out',
      stdout: /^ROW .*\n2 +P0 +\+12125550115 /,
      stderr: simulated,
    },
    'call-back': {
      line: 'call-back try-out +12125550115 --at 2099-01-01T15:00',
      stdout: nothing,
      stderr: /more than a year ahead.*\[contact\.call-back-time\]\n/,
      code: 2,
    },
    resume: { line: 'resume try-out', stdout: /^try-out: resumed/, stderr: simulated },
    call: {
      line: 'call +12125550113 --from +12025550100 --outside-hours test --say Hello',
      stdout: /^\+12125550113: \S+, att_\S+\n$/,
      stderr: simulated,
    },
    calls: { line: 'calls', stdout: /^ID .*\n[^]*att_\S+ .*\+12125550113/, stderr: simulated },
    transfer: {
      line: `transfer ${id()} --to +12025550199`,
      stdout: nothing,
      stderr: /\nringmaster: Call att_\S+ (?:was not|cannot be) transferred: [^]*\[call\.not-\S+\]\n$/,
      code: 4,
    },
    hangup: { line: `hangup ${id()}`, stdout: /: the hang-up was ordered\.\n$/, stderr: simulated },
    recordings: {
      line: 'recordings att_01JD2Y7Q4W8R0S6T3V5X9Z1B2C',
      stdout: nothing,
      stderr: /\[call\.not-found\]\n/,
      code: 4,
    },
    disposition: {
      line: 'disposition att_01JD2Y7Q4W8R0S6T3V5X9Z1B2C busy',
      stdout: nothing,
      stderr: /\[call\.not-found\]\n/,
      code: 4,
    },
    cancel: { line: 'cancel try-out --hang-up --yes', stdout: /^try-out: cancelled/, stderr: simulated },
    events: { line: 'events try-out', stdout: /import\.closed/, stderr: simulated },
    verify: {
      line: 'verify try-out',
      stdout: /^try-out: \d+ events, unchanged since event 1, counters agree; hash [0-9a-f]{64}\n$/,
      stderr: simulated,
    },
    evidence: {
      line: 'evidence +12125550115',
      stdout: /^(?:\{.*\}\n){3,}$/,
      stderr: simulated,
    },
    bundle: {
      line: `bundle try-out --out ${join(folder, 'try-out.bundle')}`,
      stdout: /^\S+try-out\.bundle: \d+ kB, without personal data\n$/,
      stderr: /^carrier SIMULATOR.*\nLook at it on any machine: ringmaster serve --bundle \S+\n$/,
    },
    results: { line: 'results try-out', stdout: /^first_name,phone,rm_state/, stderr: simulated },
    cost: { line: 'cost try-out --no-estimate', stdout: /^(spent \d|Nothing was spent)/, stderr: simulated },
    rates: {
      line: 'rates --import examples/rates.csv',
      stdout: /^examples\/rates\.csv: 5 rates, valid from \d/,
      stderr: simulated,
    },
    senders: {
      line: 'senders add +12025550101 --tags cold --per-day 80',
      stdout: /^\+12025550101 was added\.\n$/,
      stderr: simulated,
    },
    bots: {
      line: 'bots set support --endpoint https://bots.example.com/ --stream wss://bots.example.com/audio --size 3',
      stdout: /^support: 3 bots at https:\S+\nSecret, shown only now: whsec_\S+\n$/,
      stderr: simulated,
    },
    consent: {
      line: 'consent +12125550147 --source form --given 2026-01-05T10:00:00Z',
      stdout: /^\+12125550147: consent to voice, given Mon 5 Jan 2026 10:00 UTC\.\n$/,
      stderr: simulated,
    },
    mail: {
      line: 'mail explain test/channels/email/mails/full-mailbox.eml',
      stdout: /full-mailbox\.eml: bounce\n {2}dora@full\.example\.net: mailbox-full, not hard, again-later/,
      stderr: nothing,
    },
    suppress: { line: 'suppress +12125550147', stdout: /^\+12125550147 /, stderr: simulated },
    machine: { line: 'machine', stdout: /^campaign\nenrollment\nattempt\n$/, stderr: simulated },
    archive: { line: 'archive try-out', stdout: /^try-out: archived\n$/, stderr: simulated },
    attention: { line: 'attention', stdout: /^Nothing needs attention\.\n$/, stderr: simulated },
    webhooks: {
      line: 'webhooks add https://hooks.example.com/in --events alert.*',
      stdout: /^whk_\S+: events of default are sent to https:\S+\.\nSecret, shown only now: whsec_\S+\n$/,
      stderr: simulated,
    },
    backup: {
      line: `backup ${join(folder, 'backup.db')}`,
      stdout: /^\S+backup\.db: \S+ [kM]B, \d campaigns?, schema \d+, checked\n$/,
      stderr: simulated,
    },
    restore: {
      line: 'restore --check',
      stdout: /^This store was not restored from a backup\.\n$/,
      stderr: simulated,
    },
    erase: {
      line: 'erase +12125550199 --yes',
      stdout: /^0 contacts erased in 0 campaigns of default; suppressions kept: 0\.\n$/,
      stderr: /\nNo contact of this client has this address\.\n$/,
    },
    rules: { line: 'rules US-FL', stdout: /^REGION +HOURS.*\nUS +mon-sun 08:00-21:00 /, stderr: simulated },
    limits: {
      line: 'limits configure --hourly 100 --daily 500',
      stdout: nothing,
      stderr: /\nThe limits that campaigns of default share are: perHour 100, perDay 500\.\n$/,
    },
    retention: {
      line: 'retention default --contacts 90 --keys 2',
      stdout: /^CLIENT +CONTACTS +EVENTS +KEYS\ndefault +90 days +kept +2 days\n$/,
      stderr: simulated,
    },
    publish: {
      line: 'publish --attempt att_1 --disposition answered',
      stdout: nothing,
      stderr: /^ringmaster: publish needs BUS=nats and NATS_URL\. \[cli\.usage\]\n$/,
      code: 2,
    },
    stops: { line: 'stops', stdout: nothing, stderr: /\nThere were no emergency stops\.\n$/ },
    log: { line: 'log', stdout: nothing, stderr: /\nThe log is empty\.\n$/ },
    doctor: { line: 'doctor', stdout: /^✓ Node /, stderr: nothing },
    migrate: { line: 'migrate', stdout: nothing, stderr: /\[store\.locked\]\n$/, code: 4 },
    rehearse: {
      line: `rehearse ${file} ${list} --runs 1`,
      stdout: /^ +LIKELY/,
      stderr:
        /^Rehearsing try-out with .*: no contact is called\.\nCountry: .*\nColumns .*phone: phone.*\n(?:try-out +\d+ %\n)*$/,
    },
  };
}

/** Verbs that are separate processes, tested below, in demo.test.ts and in cluster.servers.test.ts. */
const processes = ['cluster', 'demo', 'run', 'serve', 'simulator'];

async function withService(
  use: (input: { folder: string; environment: Record<string, string> }) => Promise<void>,
): Promise<void> {
  const folder = temporaryFolder();
  const environment = { DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'silent' };
  const serve = start(['serve', '--speed', '60'], { cwd: folder, environment });
  const [, url = ''] = await serve.says(/ at (http:\S+) /);
  expect(url).toBe(readAddress({ folder: environment.DATA_DIR })?.url);
  await use({ folder, environment });
  serve.child.kill('SIGTERM');
  expect(await serve.ended).toBe(0);
  expect(serve.stdout()).toBe('');
}

/** A cancelled campaign can be archived once its open calls have ended, which may take longer than a few commands. */
async function untilCancelled(environment: Record<string, string>): Promise<void> {
  for (;;) {
    const { stdout } = await runHere('status try-out --json', { environment });
    if ((JSON.parse(stdout) as { state: string }).state === 'cancelled') return;
  }
}

describe('every verb', () => {
  test('writes its result to stdout and nothing else there', async () => {
    await withService(async ({ folder, environment }) => {
      const seen: string[] = [];
      let call = '';
      for (const name of Object.keys(casesIn({ folder, id: () => call }))) {
        const {
          line,
          stdout,
          stderr,
          code = 0,
        } = casesIn({ folder, id: () => call })[name] ?? {
          line: '',
          stdout: nothing,
          stderr: nothing,
        };
        if (name === 'archive') await untilCancelled(environment);
        const ran = await runHere(line, { environment });
        expect(ran.stdout, `${line}: ${ran.stderr}`).toMatch(stdout);
        expect(ran.stderr, line).toMatch(stderr);
        expect(ran.code, line).toBe(code);
        call = /att_\w+/.exec(ran.stdout)?.[0] ?? call;
        seen.push(name);
      }
      expect([...seen, ...processes].sort()).toEqual(verbs.map(({ name }) => name).sort());
    });
  });

  test('writes one JSON document to stdout with --json', async () => {
    await withService(async ({ folder, environment }) => {
      const list = writeList({ folder, people: 3 });
      const lines = [
        `create ${writeCampaign({ folder })}`,
        `import try-out ${list}`,
        'list',
        'status try-out',
        'why try-out',
        'why try-out +12125550115',
        'calls',
        'suppress',
        'machine campaign',
        'doctor',
        'status nobody',
      ];
      for (const line of lines) {
        const { stdout, stderr } = await runHere(`${line} --json`, { environment });
        expect(JSON.parse(stdout), line).toBeTypeOf('object');
        expect(stderr.split('\n').length, stderr).toBeLessThanOrEqual(5);
      }
    });
  });
});

/** Runs a command whose output a reader closes after the first line, as `head -1` does. */
async function headOf(args: readonly string[], cwd: string, environment: Record<string, string>) {
  const { child, ended, stderr } = start(args, { cwd, environment });
  child.stdout?.once('data', () => child.stdout?.destroy());
  return { code: await ended, stderr: stderr() };
}

describe('a reader that goes away', () => {
  test('ends a verb that only reads, without an error', async () => {
    await withService(async ({ folder, environment }) => {
      await runHere(`create ${writeCampaign({ folder })}`, { environment });
      await runHere(`import try-out ${writeList({ folder, people: 60 })}`, { environment });
      const following = headOf(['events', 'try-out', '--follow'], folder, environment);
      // It notices the closed output at the next event.
      const isOver = following.then(() => true);
      while (!(await Promise.race([isOver, delay(20, false)]))) {
        await runHere('start try-out', { environment });
        await runHere('pause try-out', { environment });
        await runHere('resume try-out', { environment });
      }
      expect(await following).toEqual({ code: 0, stderr: 'carrier SIMULATOR, no real calls\n' });
    });
  });

  test('does not end a run, which calls every contact', async () => {
    const folder = temporaryFolder();
    const list = writeList({ folder, people: 8 });
    const environment = { DATA_DIR: join(folder, 'data') };
    const { code } = await headOf(
      ['run', writeCampaign({ folder }), list, '--json', '--speed', '600'],
      folder,
      environment,
    );
    expect(code).toBe(0);
    expect((await runHere('status try-out', { environment })).stdout).toMatch(/^try-out {2}completed/);
  });
});
