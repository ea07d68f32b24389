/**
 * Draws docs/demo.svg: a true recording of `ringmaster demo`, the lines it really printed with the time at which each
 * came. Run it with `npm run picture`.
 */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

type Line = { atMs: number; text: string };

async function record(): Promise<Line[]> {
  const began = performance.now();
  const child = spawn('npx', ['ringmaster', 'demo'], { stdio: ['ignore', 'ignore', 'pipe'] });
  const lines: Line[] = [];
  for await (const text of createInterface({ input: child.stderr })) {
    if (text.startsWith('npm warn')) continue;
    lines.push({ atMs: performance.now() - began, text });
  }
  return lines;
}

/** Everything but the middle of the run: its beginning, what surrounds the kill, and the end. */
function choose(lines: readonly Line[]): Line[] {
  const kill = lines.findIndex(({ text }) => text.startsWith('✂'));
  if (kill < 0) throw new Error('the demo never killed its service; there is nothing to show');
  const start = lines.findIndex(({ text }) => text.includes('running'));
  const gap = (atMs: number): Line => ({ atMs, text: '...' });
  const head = lines.slice(0, start + 2);
  const around = lines.slice(kill - 2, kill + 4);
  const tail = lines.slice(-6);
  return [...head, gap(around[0]?.atMs ?? 0), ...around, gap(tail[0]?.atMs ?? 0), ...tail];
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function colourOf(text: string): string {
  if (text.startsWith('✂')) return '#ff7b72';
  if (text.startsWith('✓') || text.startsWith('Proof')) return '#7ee787';
  if (text.startsWith('»')) return '#79c0ff';
  return '#e6edf3';
}

const lineHeight = 19;
const margin = 18;
const columns = 150;
/** The recording is shown so many times as fast as it was. */
const playback = 10;

function draw(lines: readonly Line[]): string {
  const height = lines.length * lineHeight + margin * 2;
  const rows = lines.map(({ atMs, text }, index) => {
    const shown = text.length > columns ? `${text.slice(0, columns - 1)}…` : text;
    const begin = (atMs / 1000 / playback).toFixed(2);
    const y = margin + (index + 0.75) * lineHeight;
    return (
      `<text x="${margin}" y="${y}" fill="${colourOf(text)}" xml:space="preserve">${escape(shown)}` +
      `<animate attributeName="opacity" from="0" to="0" dur="${begin}s" fill="remove"/></text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1260 ${height}" font-family="ui-monospace, Menlo, Consolas, monospace" font-size="13.5">`,
    `<title>A recording of ringmaster demo, ${playback} times as fast</title>`,
    `<rect width="1260" height="${height}" rx="8" fill="#0d1117"/>`,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

writeFileSync('docs/demo.svg', draw(choose(await record())));
