import { writeFileSync } from 'node:fs';
import { verbs } from '../src/cli/verbs.ts';
import type { Verb } from '../src/cli/verb.ts';
import { clientSettings, settings } from '../src/settings.ts';
import type { Setting } from '../src/setting-schemas.ts';
import { cliIntroduction } from './cli-introduction.ts';
import { formatPage } from './format-page.ts';

/**
 * Makes docs/configuration.md and .env.example from the settings, and docs/cli.md from the verbs, so that neither can
 * say anything else than the program: `npx node scripts/make-docs.ts`. A test tells when they are out of date.
 */
type Settings = Readonly<Record<string, Setting>>;

const note = 'Made by scripts/make-docs.ts';

function defaultOf({ schema }: Setting): string | null {
  const read = schema.safeParse(undefined);
  if (!read.success || read.data === undefined) return null;
  return typeof read.data === 'string' ? read.data : JSON.stringify(read.data);
}

/** A table that a change of one row does not redraw: cells are as wide as their text. */
function settingsTable(known: Settings): string {
  const rows = Object.entries(known).map(([name, setting]) => {
    const value = defaultOf(setting);
    return `| \`${name}\` | ${value === null ? '' : `\`${value}\``} | ${setting.doc.replaceAll('|', '\\|')} |`;
  });
  return ['| setting | default | what |', '|---|---|---|', ...rows].join('\n');
}

function configurationPage(): string {
  return `<!-- ${note} from src/settings.ts: change it there. -->

# Configuration

Everything is set by environment variables, read once at the start. A value that cannot be used, or that contradicts
another, stops the start with one line that names it; an empty value counts as not set.

On loopback nothing has to be set. On any other address \`STORE\`, \`BUS\`, \`CARRIER\` and \`API_KEYS\` must be, so
that a container that lost a variable cannot choose for you. \`.env.example\` lists them all; Node reads such a file
with \`node --env-file=.env bin/ringmaster.js serve\`.

## The service

${settingsTable(settings)}

## Commands that speak to a service

${settingsTable(clientSettings)}

\`DATA_DIR\` counts for them too: a running service leaves its address there. \`NO_COLOR\`, \`CI\` and
\`TERM=dumb\` make the output plain; \`FORCE_COLOR=1\` keeps colours in a file or a pipe.

## Keys

\`ringmaster doctor --new-key ops --role operator\` prints a secret once, and the entry for \`API_KEYS\`, which holds
only its SHA-256. A \`viewer\` reads, an \`operator\` runs campaigns of its client, an \`admin\` also sets limits and may
stop everything. A key for one client sees nothing of the others.

## Beyond loopback

\`\`\`sh
HOST=0.0.0.0 STORE=sqlite BUS=memory CARRIER=plivo \\
  PLIVO_AUTH_ID=MA… PLIVO_AUTH_TOKEN=… PUBLIC_URL=https://calls.example.com \\
  API_KEYS=ops:operator:*:9f86d0… ringmaster serve
\`\`\`
`;
}

function environmentExample(): string {
  const entries = Object.entries({ ...settings, ...clientSettings } as Settings).map(([name, setting]) => {
    const value = defaultOf(setting) ?? setting.example ?? '';
    return `# ${setting.doc}\n# ${name}=${value}`;
  });
  return `# ${note} from src/settings.ts. Take away the # in front of what you set; see docs/configuration.md.\n\n${entries.join('\n\n')}\n`;
}

function verbSection({ name, takes, summary, description, options = [], examples }: Verb): string {
  const shown = options.filter(({ hidden }) => !hidden);
  const flags = shown.map(({ flags: flag, what }) => `| \`${flag}\` | ${what.replaceAll('|', '\\|')} |`);
  const table = flags.length === 0 ? '' : `\n| option | what |\n|---|---|\n${flags.join('\n')}\n`;
  const lines = examples.map(({ line, what }) => `${line}   # ${what}`).join('\n');
  return `### ${name}

\`ringmaster ${takes === undefined ? name : `${name} ${takes}`}\`

${summary}.${description === undefined ? '' : ` ${description}`}
${table}
\`\`\`sh
${lines}
\`\`\`
`;
}

function cliPage(): string {
  return `<!-- ${note} from src/cli: change it there. -->\n\n${cliIntroduction}\n${verbs.map(verbSection).join('\n')}`;
}

/** Every generated file, by its path in the repository. */
export async function makeDocs(): Promise<Readonly<Record<string, string>>> {
  return {
    'docs/configuration.md': await formatPage(configurationPage()),
    'docs/cli.md': await formatPage(cliPage()),
    '.env.example': environmentExample(),
  };
}

if (import.meta.main) {
  for (const [path, text] of Object.entries(await makeDocs())) {
    writeFileSync(new URL(`../${path}`, import.meta.url), text);
  }
}
