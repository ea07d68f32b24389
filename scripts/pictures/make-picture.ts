/**
 * Draws docs/demo.svg from a real run of `ringmaster demo`: the lines that it printed around the kill and at its end.
 * Run it with `npm run picture`. The picture is still, so that it says the same without animation, and has its own
 * background, so that it can be read on a light and on a dark page.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { foldLine } from '../../src/cli/terminal/fold-line.ts';

const entry = fileURLToPath(new URL('../../bin/ringmaster.js', import.meta.url));
const runProgram = promisify(execFile);
const columns = 80;

/** Returns the output of the demo in order: progress and results. */
async function record(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ringmaster-picture-'));
  try {
    const { stdout, stderr } = await runProgram(process.execPath, [entry, 'demo'], {
      env: { ...process.env, DATA_DIR: folder, FORCE_COLOR: '0' },
    });
    return `${stderr}\n${stdout}`.split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Kind = 'command' | 'plain' | 'killed' | 'back' | 'proof' | 'gap';
type Row = { kind: Kind; text: string };

/** Selects the lines of the picture. Throws if the run had none of them. */
function choose(lines: readonly string[]): Row[] {
  const kill = lines.findIndex((line) => line.startsWith('✂'));
  const back = lines.findIndex((line) => line.startsWith('✓'));
  const before = lines.slice(0, Math.max(0, kill)).findLast((line) => line.includes('in a call'));
  const find = (start: string): string => lines.find((line) => line.startsWith(start)) ?? '';
  const end = lines.find((line) => /^\S+ {2}completed {3}\w{3} \d\d:/.test(line));
  if (kill < 0 || back < kill || before === undefined || end === undefined) {
    throw new Error('The demo did not kill its service, or did not come to its end.');
  }
  const plain = (text: string): Row[] => folded('plain', text);
  return [
    { kind: 'command', text: 'npm run demo' },
    ...plain(progressText(before)),
    { kind: 'killed', text: lines[kill] ?? '' },
    { kind: 'back', text: lines[back] ?? '' },
    { kind: 'gap', text: '' },
    ...plain(end.replace(/, shown in .*/, '')),
    ...plain(find('Contacts')),
    ...plain(find('Calls')),
    ...folded('proof', find('Proof')),
  ];
}

function folded(kind: Kind, line: string): Row[] {
  return foldLine({ line, columns: columns - 2 }).map((text) => ({ kind, text }));
}

/** `spring-checkup  running   118 of 292 done` */
function progressText(line: string): string {
  const [, state = '', done = ''] = /^(\S+ {2}\w+).*?(\d+ of \d+)/.exec(line) ?? [];
  return `${state}   ${done} done`;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const width = 800;
const fontSize = 15.5;
const lineHeight = 26;
const margin = 24;
const barHeight = 34;

const style = `
  .card { fill: #f6f8fa; stroke: #d0d7de } .bar { fill: #d0d7de } .dim, .command { fill: #59636e }
  text { fill: #1f2328; white-space: pre } .killed { fill: #b31d28; font-weight: 700 } .killed-bar { fill: #ffd7d5 }
  .back, .proof { fill: #116329; font-weight: 700 } .back-bar { fill: #d2f4d3 }
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117; stroke: #3d444d } .bar { fill: #3d444d } .dim, .command { fill: #9198a1 }
    text { fill: #f0f6fc } .killed { fill: #ff9492 } .killed-bar { fill: #5d1a1e }
    .back, .proof { fill: #7ee787 } .back-bar { fill: #12351f }
  }`;

function draw(rows: readonly Row[]): string {
  const height = barHeight + margin + rows.length * lineHeight + margin / 2;
  const body = rows.map(({ kind, text }, index) => {
    const top = barHeight + margin / 2 + index * lineHeight;
    const isMarked = kind === 'killed' || kind === 'back';
    const bar = isMarked
      ? `<rect class="${kind}-bar" x="${margin / 2}" y="${top}" width="${width - margin}" height="${lineHeight}" rx="4"/>`
      : '';
    const prompt = kind === 'command' ? '$ ' : '';
    return `${bar}<text class="${kind}" x="${margin}" y="${top + lineHeight * 0.7}" xml:space="preserve">${prompt}${escape(text)}</text>`;
  });
  const dots = [0, 1, 2].map((index) => `<circle class="bar" cx="${margin + 18 * index}" cy="17" r="5"/>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${fontSize}" role="img">`,
    '<title>The demo kills its service during open calls; no call is placed twice</title>',
    `<style>${style}\n</style>`,
    `<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10"/>`,
    ...dots,
    ...body.filter((line) => line !== ''),
    '</svg>',
    '',
  ].join('\n');
}

if (import.meta.main) writeFileSync('docs/demo.svg', draw(choose(await record())));
