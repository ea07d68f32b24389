/**
 * Takes a picture of every page in light and dark, 1400 and 360 px wide, and writes a page that shows them side by side:
 *
 *   npm run contact-sheet -- [FOLDER]     default: .scratch/contact-sheet
 *
 * The pictures are taken by the test of the pages (test/browser/pages.servers.test.ts), which also checks them. It needs
 * Chromium (see scripts/servers/servers.ts).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const looks = ['light-1400', 'dark-1400', 'light-360', 'dark-360'] as const;

/** Runs the test of the pages, which saves the pictures. Returns whether it passed. */
async function takePictures(folder: string): Promise<boolean> {
  const args = [
    'vitest',
    'run',
    '--project',
    'servers',
    '--mode',
    'servers',
    'test/browser/pages.servers.test.ts',
  ];
  const child = spawn('npx', args, {
    stdio: 'inherit',
    env: { ...process.env, RINGMASTER_CONTACT_SHEET: folder, RINGMASTER_TEST_REQUIRE_SERVERS: 'yes' },
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

/** A row for each page, with a picture of each look. */
function sheetOf(names: readonly string[]): string {
  const cell = (name: string, look: string): string =>
    `<td><a href="${name}--${look}.png"><img loading="lazy" src="${name}--${look}.png" alt="${name}, ${look}"></a></td>`;
  const rows = names.map(
    (name) => `<tr><th scope="row">${name}</th>${looks.map((look) => cell(name, look)).join('')}</tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Every page</title><style>
body { margin: 16px; background: #777; font: 14px system-ui, sans-serif }
th { text-align: left; padding: 8px; vertical-align: top; color: white }
td { vertical-align: top; padding: 4px } img { width: 560px; display: block }
td:nth-child(n+4) img { width: 220px }
</style></head><body><table><thead><tr><th></th>${looks.map((look) => `<th>${look}</th>`).join('')}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></body></html>
`;
}

const folder = resolve(process.argv[2] ?? join('.scratch', 'contact-sheet'));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const passed = await takePictures(folder);
const names = new Set(readdirSync(folder).map((file) => file.replace(/--[\w-]+\.png$/, '')));
const sheet = join(folder, 'index.html');
writeFileSync(sheet, sheetOf([...names].toSorted()));
process.stdout.write(`${names.size} pages: ${sheet}\n`);
if (!passed) process.exitCode = 1;
