import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runHere } from './support/fake-cli.ts';
import { start, temporaryFolder } from './support/process.ts';

const nobody = { RINGMASTER_URL: 'http://127.0.0.1:1' };

/** The one line that a terminal shows for a failure, without colours and other output. */
const lastLine = (stderr: string): string => stderr.trimEnd().split('\n').at(-1) ?? '';

describe('a command line that is not right', () => {
  test.each([
    ['an unknown verb', 'nonsense', 2, /unknown command 'nonsense'/],
    ['a missing argument', 'why', 2, /missing required argument 'campaign'/],
    ['an unknown option', 'list --everything', 2, /unknown option '--everything'/],
    ['an option without its value', 'list --limit', 2, /argument missing/],
    [
      'a limit that is no number',
      'list --limit many',
      2,
      /--limit many is not valid: it must be a whole number/,
    ],
    ['a negative speed', 'simulator --speed -3', 2, /--speed -3 is not valid/],
    ['an account without a token', 'simulator --account me', 2, /--account must be an id and a token/],
    ['a missing file of faults', 'simulator --faults none.json', 2, /There is no file none.json/],
    ['nothing to pause', 'pause', 2, /Name a campaign, or use --all/],
    ['two things to pause', 'pause a --all', 2, /either a campaign or --all/],
    ['a start without a valid time', 'start a --at tomorrow', 2, /--at tomorrow is not a time/],
    ['a start without a zone', 'start a --at 2027-03-01', 2, /--at 2027-03-01 is not a time with a zone/],
    [
      'a call without a text',
      'call +12025550147',
      2,
      /requires --from or --pool, and either --say or --answer-url/,
    ],
    ['a missing campaign file', 'create none.yaml', 2, /There is no file none.yaml/],
    ['a folder for a campaign file', 'create examples', 2, /examples is a folder/],
    ['a missing list', 'import a none.csv', 2, /There is no file none.csv/],
    [
      'a file that is not a list',
      'import a photo.jpg',
      2,
      /photo.jpg does not have the name of a list of contacts/,
    ],
    ['a key without a valid name', 'doctor --new-key Ops', 2, /--new-key Ops is not a name/],
    ['an unknown role', 'doctor --new-key ops --role god', 2, /--role god is not known/],
    ['columns without pairs', 'run examples/leads.csv --columns phone', 2, /--columns phone is not valid/],
    ['a role without a key', 'doctor --role admin', 2, /--role requires --new-key/],
    ['too many rehearsals', 'rehearse examples/leads.csv --runs 1001', 2, /from 1 to 1000/],
    ['a speed that is too high', 'simulator --speed 1e9', 2, /from 0.01 to 100000/],
    ['an invalid port', 'simulator --port 65536', 2, /from 0 to 65535/],
    ['two lists', 'run examples/leads.csv other.csv', 2, /are two lists/],
    ['results in a folder', 'run examples/leads.csv --out examples', 2, /examples is a folder/],
    [
      'results over the list itself',
      'run examples/leads.csv --out examples/../examples/leads.csv',
      2,
      /would overwrite an input file/,
    ],
    [
      'results under a file',
      'run examples/leads.csv --out examples/leads.csv/results.csv',
      2,
      /results.csv cannot be written/,
    ],
    [
      'a rehearsal without a valid time',
      'rehearse examples/leads.csv --at noon',
      2,
      /--at noon is not a time/,
    ],
    ['a service that does not run', 'list', 5, /No service answers at http:\/\/127.0.0.1:1/],
  ])('%s ends with its code and one line', async (_what, line, code, message) => {
    const ran = await runHere(line, { environment: nobody });
    expect(ran.stderr).toMatch(message);
    expect(ran.code).toBe(code);
    expect(ran.stdout).toBe('');
    expect(ran.stderr).not.toMatch(/\n {4}at /);
  });

  test.each([
    ['pause', '..'],
    ['resume', '..'],
    ['pause', '.'],
    ['pause', ''],
    ['pause', '--client', '..'],
    ['pause', '--client', ''],
    ['why', 'a', '..'],
    ['hangup', '..'],
    ['suppress', '..', '--remove'],
    ['machine', '..'],
  ])('%s %s %s sends no request to another address', async (...line) => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const environment = { RINGMASTER_URL: `http://127.0.0.1:${port}` };
    const { code, stderr } = await runHere(line, { environment });
    server.close();
    expect(asked).toEqual([]);
    expect(lastLine(stderr)).toMatch(/is not a name|is empty/);
    expect(code).toBe(2);
  });

  test.each([
    ['an unknown option', 'list --everything --json', "unknown option '--everything'"],
    ['a missing argument', 'why --json', "missing required argument 'campaign'"],
  ])('is a document with --json for %s too', async (_what, line, detail) => {
    const { code, stdout, stderr } = await runHere(line, { environment: nobody });
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'cli.usage', detail } });
    expect(stderr.split(detail)).toHaveLength(2);
    expect(code).toBe(2);
  });

  test('is a separate document with --json', async () => {
    const { code, stdout } = await runHere('list --json', { environment: nobody });
    expect(code).toBe(5);
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'cli.unreachable',
        detail: 'No service answers at http://127.0.0.1:1.',
        hint: 'Check RINGMASTER_URL, and check that the service is running.',
      },
    });
  });

  test('is one line of JSON where lines of JSON are written', async () => {
    const { code, stdout } = await runHere('run none.csv --json', { environment: nobody });
    expect(code).toBe(2);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'cli.usage' } });
  });
});

describe('a campaign file that is wrong', () => {
  test.each([
    ['no YAML', 'name: [', /:1:\d+: is not valid YAML/],
    ['a negative limit', 'rateLimits: { perSecond: -1 }', /:4:\d+ rateLimits.perSecond: must be more than 0/],
    [
      'an end before its start',
      'sendWindow: { start: "17:00", end: "09:00" }',
      /sendWindow.end: must be later than start/,
    ],
    ['an unknown time zone', 'sendWindow: { timezone: Mars/Olympus }', /sendWindow.timezone: .*time zone/],
    ['an unknown key', 'retrys: { maxAttempts: 2 }', /retrys: unknown key; did you mean retry/],
  ])('%s: the line, the path and the fix, before any service is asked', async (_what, text, message) => {
    const path = join(temporaryFolder(), 'campaign.yaml');
    const head = 'name: a\nsteps:\n  - { id: s, channel: log, text: hi }\n';
    writeFileSync(path, text.startsWith('name') ? text : `${head}${text}\n`);
    const { code, stderr } = await runHere(['create', path], { environment: nobody });
    expect(lastLine(stderr)).toMatch(message);
    expect(code).toBe(2);
  });
});

describe('a campaign file in another encoding', () => {
  test('is refused, so that no call speaks replaced letters', async () => {
    const path = join(temporaryFolder(), 'campaign.yaml');
    const text = 'name: a\nsteps:\n  - { id: s, channel: log, text: Gr\u00fc\u00dfe }\n';
    writeFileSync(path, text, 'latin1');
    const { code, stderr } = await runHere(['create', path], { environment: nobody });
    expect(lastLine(stderr)).toMatch(/campaign.yaml is not UTF-8 text.*Save it as UTF-8/);
    expect(code).toBe(2);
  });
});

describe('a campaign file and a list that are both wrong', () => {
  const files = (): [campaign: string, list: string] => {
    const folder = temporaryFolder();
    const [campaign, list] = [join(folder, 'campaign.yaml'), join(folder, 'people.csv')];
    writeFileSync(
      campaign,
      `name: Two Words
steps:
  - { id: call, channel: voice, from: "+12025550100", ringTimeot: 30s, flow: [{ speak: hello }] }
sendWindow: { days: { mon: "17:00-09:00" } }
`,
    );
    writeFileSync(list, 'first_name,desk\nAnna,4\n');
    return [campaign, list];
  };

  test.each(['run', 'rehearse'])('are reported together by %s', async (verb) => {
    const [campaign, list] = files();
    const { code, stderr } = await runHere([verb, campaign, list], { environment: nobody });
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    for (const said of [
      /:1:7 name: must be/,
      /ringTimeot: unknown key/,
      /days\.mon: must end later/,
      /people\.csv: .*phone/,
    ]) {
      expect(stderr).toMatch(said);
    }
    expect(lines.at(-1)).toMatch(/^ringmaster: 4 errors in .*campaign\.yaml\..* \[definition\.invalid\]$/);
    expect(code).toBe(2);
  });

  test('are reported to programs as a list of issues', async () => {
    const [campaign, list] = files();
    const { stdout } = await runHere(['rehearse', campaign, list, '--json'], { environment: nobody });
    const { error } = JSON.parse(stdout) as { error: { issues: { path: string; file?: string }[] } };
    expect(error.issues.map(({ path, file }) => file ?? path)).toEqual([
      'name',
      'steps[0].ringTimeot',
      'sendWindow.days.mon',
      list,
    ]);
  });
});

describe('doctor', () => {
  test('explains that a folder or a carrier cannot be used', async () => {
    const DATA_DIR = join(temporaryFolder(), 'file');
    writeFileSync(DATA_DIR, '');
    const environment = {
      DATA_DIR,
      PORT: '0',
      CARRIER: 'plivo',
      PLIVO_AUTH_ID: 'MA1',
      PLIVO_AUTH_TOKEN: 'secret',
      CARRIER_URL: 'http://127.0.0.1:1',
    };
    const { code, stdout } = await runHere('doctor', { environment });
    expect(stdout).toContain(`${DATA_DIR} is not a folder that this user can write to`);
    expect(stdout).toMatch(/✗ store .*ringmaster.db cannot be created/);
    expect(stdout).toMatch(/✗ carrier .*nothing answers at http:\/\/127.0.0.1:1/);
    expect(code).toBe(1);
  });
});

describe('doctor, behind a proxy that answers everything', () => {
  test('does not accept the page of the proxy as an answer of Plivo', async () => {
    const proxy = createServer((_request, response) => response.end('<html>Sign in to this network</html>'));
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    onTestFinished(() => void proxy.close());
    const { port } = proxy.address() as AddressInfo;
    const environment = {
      DATA_DIR: join(temporaryFolder(), 'data'),
      PORT: '0',
      CARRIER: 'plivo',
      PLIVO_AUTH_ID: 'MA1',
      PLIVO_AUTH_TOKEN: 'secret',
      CARRIER_URL: `http://127.0.0.1:${port}`,
    };
    const { code, stdout } = await runHere('doctor', { environment });
    expect(stdout).toMatch(/✗ carrier .*answers, but not as Plivo does/);
    expect(code).toBe(1);
  });
});

describe('Ctrl-C', () => {
  test('ends a rehearsal at once', async () => {
    const interrupt = AbortSignal.timeout(1_000);
    const environment = { DATA_DIR: join(temporaryFolder(), 'data') };
    const line = 'rehearse examples/campaign.yaml examples/leads.csv --runs 1000';
    const { code, stderr } = await runHere(line, { environment, interrupt });
    expect(lastLine(stderr)).toMatch(/Stopped the rehearsal/);
    expect(code).toBe(130);
  });

  test('ends the wait for a service that does not answer', async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const controller = new AbortController();
    server.once('request', () => controller.abort());
    const environment = { RINGMASTER_URL: `http://127.0.0.1:${port}` };
    const { code } = await runHere('list', { environment, interrupt: controller.signal });
    expect(code).toBe(130);
    server.closeAllConnections();
    server.close();
  });
});

describe('a service that cannot start', () => {
  test.each([
    ['an exposed address with nothing chosen', { HOST: '0.0.0.0' }, 2, /STORE, BUS, CARRIER are not set/],
    ['a real carrier without credentials', { CARRIER: 'plivo' }, 2, /needs PLIVO_AUTH_ID/],
    ['a setting that is no number', { PORT: 'http' }, 2, /PORT=http must be a whole number/],
    [
      'a data folder that is a file',
      { DATA_DIR: '/dev/null/x' },
      4,
      /data folder \/dev\/null\/x cannot be used/,
    ],
    [
      'a data folder nobody can make',
      { DATA_DIR: '/proc/ringmaster' },
      4,
      /data folder \/proc\/ringmaster cannot/,
    ],
  ])('because of %s reports it in one line', async (_what, environment, code, message) => {
    const ran = await runHere('serve', { environment: { PORT: '0', ...environment } });
    expect(ran.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(ran.stderr).toMatch(message);
    expect(ran.code).toBe(code);
  });

  test('because its port is in use names the port, and leaves nothing behind', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const DATA_DIR = join(temporaryFolder(), 'data');
    for (const line of ['serve', `simulator --port ${port}`]) {
      const ran = await runHere(line, { environment: { PORT: String(port), DATA_DIR } });
      expect(ran.stderr).toMatch(new RegExp(`^ringmaster: Port ${port} is in use by another program.*\n$`));
      expect(ran.code).toBe(1);
    }
    expect(existsSync(DATA_DIR)).toBe(false);
    server.close();
  });

  test('because its store is damaged leaves the file as it is', async () => {
    const DATA_DIR = temporaryFolder();
    writeFileSync(
      join(DATA_DIR, 'ringmaster.db'),
      'this is no database, but it is long enough to look at'.repeat(9),
    );
    const { code, stderr } = await runHere('serve', { environment: { PORT: '0', DATA_DIR } });
    expect(stderr).toMatch(/is damaged or is not a SQLite database/);
    expect(code).toBe(1);
  });

  test('because another one has its data folder reports it', async () => {
    const cwd = temporaryFolder();
    const environment = { PORT: '0', DATA_DIR: join(cwd, 'data'), LOG_LEVEL: 'warn' };
    await start(['serve'], { cwd, environment }).says(/ at http/);
    const { code, stderr } = await runHere('serve', { environment });
    expect(stderr).toMatch(
      /^ringmaster: Ringmaster \(pid \d+, started .*\) already serves http.*\[service.already-runs\]/m,
    );
    expect(code).toBe(4);
  });
});

describe('real calls', () => {
  const plivo = {
    CARRIER: 'plivo',
    PLIVO_AUTH_ID: 'MA1',
    PLIVO_AUTH_TOKEN: 'secret',
    PUBLIC_URL: 'http://127.0.0.1:1',
    CARRIER_URL: 'http://127.0.0.1:1',
    PORT: '0',
  };
  const both = 'run examples/campaign.yaml examples/leads.csv';

  test('are not made with a list alone', async () => {
    const { code, stderr } = await runHere('run examples/leads.csv --yes', { environment: plivo });
    expect(stderr).toMatch(/Real calls require a campaign file/);
    expect(code).toBe(2);
  });

  test('are not made before a confirmation', async () => {
    const DATA_DIR = join(temporaryFolder(), 'data');
    for (const answer of [null, '', 'n']) {
      const { code, stderr } = await runHere(both, { environment: { ...plivo, DATA_DIR }, answer });
      expect(stderr).toMatch(/No call was made/);
      expect(code).toBe(4);
    }
    expect(existsSync(DATA_DIR)).toBe(false);
  });

  test('are not made on a fast clock, nor from a folder that was used on one', async () => {
    const DATA_DIR = temporaryFolder();
    const fast = await runHere('serve --speed 60', { environment: { ...plivo, DATA_DIR } });
    expect(fast.stderr).toMatch(/--speed is for the simulator/);
    mkdirSync(DATA_DIR, { recursive: true });
    writeFileSync(join(DATA_DIR, 'clock.json'), '{"businessAt":1803900000000}');
    const { code, stderr } = await runHere(`${both} --yes`, { environment: { ...plivo, DATA_DIR } });
    expect(stderr).toMatch(/contains campaigns of the simulator/);
    expect(code).toBe(2);
  });
});

describe('an API key', () => {
  test('is created with its entry for the settings, and shown once', async () => {
    const { code, stdout, stderr } = await runHere('doctor --new-key ops --role admin --client acme --json');
    const { secret, entry } = JSON.parse(stdout) as { secret: string; entry: string };
    expect(code).toBe(0);
    expect(entry).toMatch(/^ops:admin:acme:[0-9a-f]{64}$/);
    expect(entry).not.toContain(secret);
    expect(stderr).not.toContain(secret);
  });
});

describe('a run that is refused before the start', () => {
  const people = 'first_name,phone\nAnn,+12125550115\n';
  const campaign = (more = ''): string =>
    `name: mended\nsteps:\n  - { id: s, channel: log, text: hi }\n` +
    `sendWindow: { timezone: UTC, start: "00:00", end: "24:00", skipWeekends: false, holidays: none }\n${more}`;

  test.each([
    ['nobody on the list', 'first_name,phone\n', '', /\[campaign\.empty\]/, 4],
    [
      'a row that cannot be read, far down',
      Buffer.from(
        `first_name,phone\n${'Ann,+12125550115\n'.repeat(9_998)}J\u00fcrgen,+12125550116\n`,
        'latin1',
      ),
      '',
      /Line 10000 is not UTF-8 .*No contact was called and nothing was stored.*\[import\.encoding\]/,
      2,
    ],
    [
      'an end that has passed',
      people,
      'end: 2020-01-01T00:00:00Z\n',
      /ends at 2020-01-01T00:00:00Z, before it would start.*\[campaign\.end-passed\]/,
      4,
    ],
  ])(
    'because of %s leaves nothing behind, so that it can be corrected',
    async (_why, list, more, message, code) => {
      const folder = temporaryFolder();
      const environment = { DATA_DIR: join(folder, 'data') };
      const [file, path] = [join(folder, 'campaign.yaml'), join(folder, 'people.csv')];
      const run = () => runHere(['run', file, path, '--speed', '600'], { environment });
      writeFileSync(file, campaign(more));
      writeFileSync(path, list);
      const refused = await run();
      expect(lastLine(refused.stderr)).toMatch(message);
      expect(refused.code).toBe(code);
      writeFileSync(file, campaign());
      writeFileSync(path, people);
      const mended = await run();
      expect(mended.stderr).toContain('1 row: 1 enrolled');
      expect(mended.stderr).not.toContain('Resuming');
      expect(mended.code).toBe(0);
    },
  );

  test.skipIf(process.getuid?.() === 0)('because the list is not readable reports it', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'people.csv');
    writeFileSync(path, people, { mode: 0 });
    const { code, stderr } = await runHere(['run', path], { environment: { DATA_DIR: folder } });
    expect(stderr).toMatch(/people\.csv cannot be read\. This user may not read it\./);
    expect(code).toBe(2);
  });
});

test('help at 80 columns: no line is wider, and a command that is continued can be copied', async () => {
  for (const verb of ['', 'serve', 'rehearse', 'call', 'run']) {
    const { stdout } = await runHere(`${verb} --help`.trim());
    const lines = stdout.split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    for (const [index, line] of lines.entries()) {
      if (line.endsWith(' \\')) expect(lines[index + 1]).toMatch(/^ {6}(?:--|[A-Z_]+=|ringmaster )/);
    }
  }
});
