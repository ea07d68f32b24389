/** The minimum share of lines and branches, in percent, for each folder that has a floor. */
export const floor = { lines: 90, branches: 90 };

/** The tests run in two halves. Each half measures the sources that only it runs completely. */
export type Half = {
  /** The projects of vitest.config.ts that it runs. */
  projects: readonly string[];
  /** The files that are measured. */
  include: readonly string[];
  exclude: readonly string[];
  /** The folders with a floor. */
  folders: readonly string[];
};

/** The sources that need a server. */
const ofServers = [
  'src/persistence/mongodb/**/*.ts',
  'src/persistence/move/**/*.ts',
  'src/messaging/nats/**/*.ts',
];

export const halves = {
  embedded: {
    projects: ['embedded', 'long'],
    include: ['src/**/*.ts'],
    exclude: ofServers,
    folders: ['src/rules', 'src/machines', 'src/actors', 'src/persistence'],
  },
  servers: { projects: ['servers'], include: ofServers, exclude: [], folders: ['src/persistence/mongodb'] },
} as const satisfies Record<string, Half>;

export type HalfName = keyof typeof halves;

/** The folder of the report of a half, relative to the root of the project. */
export function reportFolder(half: HalfName): string {
  return `coverage/${half}`;
}
