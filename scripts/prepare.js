/**
 * Compiles src into dist. npm runs this after an install in a checkout, before `npm pack`, and at the first `npx
 * ringmaster` of a checkout, so it does nothing where dist is current. An install without development dependencies has
 * no compiler: an old dist is removed, because nothing can bring it up to date, and bin/ringmaster.js runs the sources
 * themselves. Plain JavaScript, because it also runs on Node 20.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const inProject = (...names) => join(project, ...names);
const hasCompiler = existsSync(inProject('node_modules', 'typescript'));
const isCleaning = process.argv.includes('--clean');

if (isCleaning || !hasCompiler) rmSync(inProject('dist'), { recursive: true, force: true });
else if (!isCurrent()) {
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: project,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

/** Whether the last file that the compiler wrote is newer than everything it reads. */
function isCurrent() {
  const compiled = statSync(inProject('dist', 'cli', 'main.js'), { throwIfNoEntry: false });
  if (!compiled) return false;
  const sources = readdirSync(inProject('src'), { recursive: true }).map((name) => inProject('src', name));
  const settings = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) =>
    inProject(name),
  );
  return [...sources, ...settings].every((path) => statSync(path).mtimeMs < compiled.mtimeMs);
}
