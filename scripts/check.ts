/** `npm run check`: types, lint and format at the same time, which takes half as long. Fails if one of them fails. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a script of package.json, writes its whole output when it has ended, and returns whether it succeeded. */
async function run(script: string): Promise<boolean> {
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  }
  const [code] = (await once(child, 'close')) as [number | null];
  process.stdout.write(`${script}: ${code === 0 ? 'passed' : 'failed'}\n${output}`);
  return code === 0;
}

const passed = await Promise.all(['types', 'lint', 'format:check'].map(run));
if (passed.includes(false)) process.exitCode = 1;
