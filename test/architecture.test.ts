import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

type Import = { from: string; to: string; isType: boolean };
type Source = { path: string; text: string; code: string; imports: readonly Import[] };

const statement =
  /^(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm;

/** Without comments, in which anything may be named. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

function importsOf(path: string, code: string): Import[] {
  return [...code.matchAll(statement)].map(([, isType, named, bare, dynamic]) => {
    const to = named ?? bare ?? dynamic ?? '';
    return {
      from: path,
      to: to.startsWith('.') ? normalize(join(dirname(path), to)) : to,
      isType: isType !== undefined,
    };
  });
}

const sources: readonly Source[] = globSync('src/**/*.{ts,tsx}').map((path) => {
  const text = readFileSync(path, 'utf8');
  const code = withoutComments(text);
  return { path, text, code, imports: importsOf(path, code) };
});

const folderOf = (path: string): string => path.split('/')[1] ?? '';
const isOurs = (to: string): boolean => to.startsWith('src/');

const contracts = [
  'src/channels/contract.ts',
  'src/messaging/contract.ts',
  'src/persistence/contract/',
  'src/persistence/send-log/contract.ts',
];
/** What may be known of channels by those who read what users write: their steps, texts and checks. */
const registry = 'src/channels/registry.ts';
/** What others may know of the engine. */
const publicFace = 'src/actors/index.ts';
/** What the command line may open by itself: it upgrades, examines and copies stores. */
const concrete = [
  'src/persistence/registry.ts',
  'src/persistence/sqlite/sqlite-store.ts',
  'src/persistence/sqlite/backup/read-backup.ts',
  'src/persistence/mongodb/examine.ts',
  'src/persistence/move/index.ts',
  'src/messaging/registry.ts',
  'src/persistence/send-log/open-send-log.ts',
  'src/channels/email/reading/index.ts',
  'src/channels/voice/plivo/requests/undici-send.ts',
  'src/channels/voice/plivo/requests/http-send.ts',
];

/** What everybody on the outer side may use. */
const facts = [
  'src/domain/',
  'src/platform/',
  'src/bundle/index.ts',
  'src/evidence/index.ts',
  publicFace,
  ...contracts,
];
/** What the command line stands on. */
const entryPoints = [
  'src/compose.ts',
  'src/compose-alerts.ts',
  'src/compose-backends.ts',
  'src/compose-clocks.ts',
  'src/compose-carrier.ts',
  'src/compose/mail.ts',
  'src/compose-engine.ts',
  'src/api-keys.ts',
  'src/config.ts',
  'src/settings.ts',
  'src/contacts/',
  'src/definitions/',
  'src/rehearsal/',
  'src/migration/',
  'src/simulator/index.ts',
  'src/simulator/mail/index.ts',
  'src/http/index.ts',
  'src/rules/windows/holidays.ts',
  'src/rules/stop-in-words.ts',
  'src/rules/windows/windows.ts',
  'src/persistence/sqlite/migrations/index.ts',
  registry,
];

/**
 * Who may import what, besides files of the same folder: folders of ours (ending in `/`) and single files. `npm` says
 * which packages, where not all.
 */
const table: Readonly<Record<string, { ours: readonly string[]; npm?: readonly string[] }>> = {
  domain: { ours: [], npm: ['zod'] },
  platform: {
    ours: [],
    npm: ['@opentelemetry/api', 'ulid', 'pino', 'tinyqueue', 'node:fs', 'node:net', 'node:path', 'node:v8'],
  },
  rules: { ours: ['src/domain/'], npm: ['date-holidays', 'd3-random', 'tinyqueue'] },
  machines: { ours: ['src/domain/'], npm: ['xstate'] },
  actors: {
    ours: ['src/domain/', 'src/rules/', 'src/machines/', 'src/platform/', ...contracts],
    npm: ['xstate', 'pino', 'node:util'],
  },
  persistence: { ours: ['src/domain/', 'src/platform/'] },
  messaging: {
    ours: ['src/domain/', 'src/platform/'],
    npm: ['nats', 'pino', 'zod', 'node:fs/promises', 'node:timers/promises'],
  },
  // Caller IDs near a number are found by the areas of numbers.
  channels: { ours: ['src/domain/', 'src/platform/', 'src/contacts/places/geocodes.ts'] },
  contacts: { ours: ['src/domain/', registry] },
  definitions: { ours: ['src/domain/', 'src/rules/windows/holidays.ts', registry] },
  simulator: { ours: [] },
  bundle: { ours: ['src/domain/', 'src/persistence/contract/'], npm: ['zod', 'node:crypto'] },
  evidence: { ours: ['src/domain/', 'src/persistence/contract/'], npm: ['zod'] },
  queries: {
    ours: [
      ...facts,
      'src/rules/',
      // The view of an attempt as a call.
      'src/channels/voice/call.ts',
    ],
  },
  live: { ours: [...facts, 'src/queries/'] },
  integrations: { ours: [...facts, 'src/queries/', 'src/rules/alerts/'] },
  http: {
    ours: [
      ...facts,
      'src/queries/',
      'src/live/',
      'src/contacts/',
      'src/definitions/',
      registry,
      // The route that orders a single call takes what a voice step takes.
      'src/channels/voice/step.ts',
      // The pages, which HTTP mounts.
      'src/dashboard/contract.ts',
      // The states of a call, as the API shows them.
      'src/channels/voice/call.ts',
    ],
  },
  dashboard: { ours: [...facts, 'src/queries/', 'src/live/'] },
  rehearsal: {
    ours: [
      ...facts,
      'src/rules/',
      'src/compose-engine.ts',
      'src/compose-backends.ts',
      registry,
      // Its channel stands in for the voice channel.
      'src/channels/voice/step.ts',
      'src/channels/voice/flow/play-flow.ts',
    ],
  },
  migration: {
    ours: [
      ...facts,
      'src/contacts/',
      'src/compose-engine.ts',
      'src/persistence/move/',
      // The verification of a copy.
      'src/queries/log/',
    ],
    npm: ['pino', 'node:readline', 'node:stream', 'node:timers/promises'],
  },
  cli: { ours: [...facts, ...concrete, ...entryPoints] },
  'api-keys.ts': { ours: ['src/domain/'], npm: ['node:crypto'] },
  'config.ts': {
    ours: ['src/domain/', 'src/settings.ts', 'src/setting-schemas.ts', 'src/api-keys.ts'],
    npm: ['zod'],
  },
  'settings.ts': { ours: ['src/domain/', 'src/alert-settings.ts', 'src/setting-schemas.ts'], npm: ['zod'] },
  'alert-settings.ts': { ours: ['src/setting-schemas.ts'], npm: [] },
  'setting-schemas.ts': { ours: ['src/platform/addresses/'], npm: ['zod'] },
};

const packageOf = (name: string): string =>
  (name.startsWith('@') ? name.split('/').slice(0, 2) : [name.split('/')[0]]).join('/');

function isAllowed({ from, to }: Import): boolean {
  const row = table[folderOf(from)];
  if (!row) return false;
  if (!isOurs(to)) return row.npm === undefined || row.npm.includes(to) || row.npm.includes(packageOf(to));
  return (
    folderOf(from) === folderOf(to) ||
    row.ours.some((good) => (good.endsWith('/') ? to.startsWith(good) : to === good))
  );
}

const inWords = ({ from, to }: Import): string => `${from} imports ${to}`;

describe('imports point inward', () => {
  /** The files that put an instance together may import everything. */
  const composition = [
    'src/compose.ts',
    'src/compose-backends.ts',
    'src/compose-clocks.ts',
    'src/compose-carrier.ts',
    'src/compose-dashboard.ts',
    'src/compose-engine.ts',
    'src/compose-outside.ts',
    'src/compose-alerts.ts',
    'src/compose-voice.ts',
    'src/compose/mail.ts',
    'src/compose-lifecycle.ts',
  ];

  test('in every folder, and only the composition sees everything', () => {
    const all = sources.filter(({ path }) => !composition.includes(path)).flatMap(({ imports }) => imports);
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter((one) => !isAllowed(one)).map(inWords)).toEqual([]);
  });

  test('and never in a circle, types included', () => {
    const importsByPath = new Map(sources.map(({ path, imports }) => [path, imports.map(({ to }) => to)]));
    const finished = new Set<string>();
    const circleFrom = (path: string, way: readonly string[]): readonly string[] | null => {
      if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
      if (finished.has(path)) return null;
      for (const to of importsByPath.get(path) ?? []) {
        const circle = circleFrom(to, [...way, path]);
        if (circle) return circle;
      }
      finished.add(path);
      return null;
    };
    const circles = sources.flatMap(({ path }) => circleFrom(path, [])?.join(' -> ') ?? []);
    expect([...new Set(circles)]).toEqual([]);
  });

  test('and every folder of src stands in the table', () => {
    const folders = new Set(sources.map(({ path }) => folderOf(path)));
    const known = [...Object.keys(table), ...composition.map(folderOf)];
    expect([...folders].filter((folder) => !known.includes(folder))).toEqual([]);
  });

  test('and every import of our own names a file that is there, with its ending', () => {
    const known = new Set(sources.map(({ path }) => path));
    const dangling = sources
      .flatMap(({ imports }) => imports)
      .filter(({ to }) => isOurs(to) && !known.has(to));
    expect(dangling.map(inWords)).toEqual([]);
  });

  test('and machines are run in one file only', () => {
    const running = sources
      .filter(({ path }) => folderOf(path) !== 'machines')
      .flatMap(({ imports }) => imports)
      .filter(({ to, isType }) => packageOf(to) === 'xstate' && !isType);
    expect(running.map(({ from }) => from)).toEqual(['src/actors/transitions/transition.ts']);
  });
});

test('a client of a server is known to the folder of its backend only', () => {
  const homes = { nats: 'src/messaging/nats/', mongodb: 'src/persistence/mongodb/' };
  for (const [name, home] of Object.entries(homes)) {
    const elsewhere = sources
      .filter(({ path }) => !path.startsWith(home))
      .flatMap(({ imports }) => imports)
      .filter(({ to }) => packageOf(to) === name);
    expect(elsewhere.map(inWords)).toEqual([]);
  }
});

describe('every folder', () => {
  /** Folders with one file per thing. */
  const onePerThing = ['src/cli/commands', 'src/http/routes', 'src/persistence/sqlite/migrations'];

  test('has at most 15 files, unless it has one file per thing', () => {
    const counts = new Map<string, number>();
    for (const { path } of sources) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    const large = [...counts].filter(([folder, count]) => count > 15 && !onePerThing.includes(folder));
    expect(large).toEqual([]);
  });
});

describe('every file', () => {
  const found = (pattern: RegExp, files: readonly Source[] = sources): string[] =>
    files.filter(({ code }) => pattern.test(code)).map(({ path }) => path);

  test('has named exports only', () => {
    expect(found(/^export default\b/m)).toEqual([]);
  });

  /** Schemas and contracts read better in one piece. */
  const longer: Readonly<Record<string, number>> = {
    'src/persistence/sqlite/migrations/0001-first.ts': 300,
  };

  test('has at most 250 lines, with a few known exceptions that really are longer', () => {
    const lines = new Map(sources.map(({ path, text }) => [path, text.split('\n').length - 1]));
    expect([...lines].filter(([path, count]) => count > (longer[path] ?? 250))).toEqual([]);
    expect(Object.keys(longer).filter((path) => (lines.get(path) ?? 0) <= 250)).toEqual([]);
  });

  test('below the command line takes time and chance from what it is given', () => {
    const below = sources.filter(({ path }) => !['platform', 'cli'].includes(folderOf(path)));
    const ambient =
      /\bDate\.now\(|\bnew Date\(\)|\bsetTimeout\(|\bsetInterval\(|\bMath\.random\b|\bperformance\.now\(|\bhrtime\b/;
    expect(found(ambient, below)).toEqual([]);
  });

  test('reads no environment but through config.ts and the command line', () => {
    const others = sources.filter(({ path }) => folderOf(path) !== 'cli' && path !== 'src/config.ts');
    expect(found(/\bprocess\.env\b/, others)).toEqual([]);
  });

  test('outside the channels judges nothing by the name of a channel', () => {
    const others = sources.filter(({ path }) => !['channels', 'simulator'].includes(folderOf(path)));
    expect(found(/\bchannel\s*[!=]==?\s*['"]/, others)).toEqual([]);
  });

  test('writes to no console', () => {
    expect(found(/\bconsole\.\w+\(/)).toEqual([]);
  });
});

test('every machine has a version, kept beside it', () => {
  const machines = sources.filter(({ path }) => /^src\/machines\/[a-z]+\/[a-z]+-machine\.ts$/.test(path));
  expect(machines.map(({ path }) => path)).toHaveLength(3);
  for (const { path, code } of machines) {
    const name = /machines\/([a-z]+)\//.exec(path)?.[1];
    expect(code).toMatch(new RegExp(`export const ${name}MachineVersion = [1-9]\\d*;`));
    expect(code).toContain(`version: String(${name}MachineVersion)`);
  }
});

test('tests compose the product and create virtual time in one place each', () => {
  const places = globSync('test/**/*.ts').flatMap((path) => {
    const code = withoutComments(readFileSync(path, 'utf8'));
    const calls = code.matchAll(/\b(compose|composeEngine|createVirtualTime)\(/g);
    return [...calls].map(([, name]) => `${name} in ${path}`);
  });
  expect(places.toSorted()).toEqual([
    'compose in test/support/service/process.ts',
    'createVirtualTime in test/support/time/test-time.ts',
  ]);
});

test('tests are written with test, not with it', () => {
  const files = globSync('test/**/*.ts');
  const others = files.filter((path) =>
    /^import \{[^}]*\bit\b[^}]*\} from 'vitest'/m.test(readFileSync(path, 'utf8')),
  );
  expect(others).toEqual([]);
});
