/** Copies the files that browsers load from src into dist; the compiler writes only what it compiles. Runs on Node 20. */
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const inProject = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

cpSync(inProject('src/dashboard/assets'), inProject('dist/dashboard/assets'), {
  recursive: true,
  filter: (path) => !/\.(ts|json)$/.test(path),
});
