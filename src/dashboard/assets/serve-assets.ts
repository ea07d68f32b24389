import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { RingmasterError } from '../../domain/errors.ts';
import type { Page } from '../contract.ts';
import { pageHeaders } from '../layout/policy.ts';

/** The files of which the stylesheet consists, in order. */
const styles = [
  'tokens',
  'base',
  'layout',
  'components',
  'charts',
  'figures',
  'contacts',
  'machines',
  'preparation',
  'prose',
].map((name) => `styles/${name}.css`);

/** The modules that a page loads, one by one. */
const modules = [
  'page.js',
  'changes.js',
  'copy.js',
  'dialogs.js',
  'trusted.js',
  ...['live', 'stream', 'worker', 'clock', 'times'].map((name) => `live/${name}.js`),
  ...['charts', 'arrows', 'scroll', 'walk', 'history'].map((name) => `charts/${name}.js`),
  ...['forms', 'send-list', 'uploads'].map((name) => `forms/${name}.js`),
];

type Asset = { type: string; content: Buffer };

const script = 'text/javascript; charset=utf-8';
const beside = (name: string): Buffer => readFileSync(new URL(name, import.meta.url));

/** Reads the files of the dashboard. They lie beside this file, in src and in dist. */
function readAssets(): ReadonlyMap<string, Asset> {
  const require = createRequire(import.meta.url);
  return new Map<string, Asset>([
    ['style.css', { type: 'text/css; charset=utf-8', content: Buffer.concat(styles.map(beside)) }],
    ['icon.svg', { type: 'image/svg+xml', content: beside('icon.svg') }],
    [
      'idiomorph.js',
      { type: script, content: readFileSync(require.resolve('idiomorph/dist/idiomorph.min.js')) },
    ],
    ...modules.map((name): [string, Asset] => [name, { type: script, content: beside(name) }]),
  ]);
}

/**
 * Creates the route of the assets and the function that returns their addresses. The addresses contain a hash of all files, so
 * browsers may keep them, and modules find each other by relative names.
 */
export function createAssets(): { page: Page; addressOf: (name: string) => string } {
  let known: { files: ReadonlyMap<string, Asset>; version: string } | null = null;
  const read = (): NonNullable<typeof known> => {
    if (known) return known;
    const files = readAssets();
    const hash = createHash('sha256');
    for (const { content } of files.values()) hash.update(content);
    known = { files, version: hash.digest('hex').slice(0, 12) };
    return known;
  };
  return {
    addressOf: (name) => `/ui/assets/${read().version}/${name}`,
    page: {
      method: 'get',
      path: '/ui/assets/:version/:name{.+}',
      isOpen: true,
      async handle({ params: { version = '', name = '' } }) {
        const { files, version: present } = read();
        const asset = files.get(name);
        if (!asset) throw noSuchAsset(name);
        // A page of another version may ask for it during an update: the answer must not be kept under that address.
        const caching = version === present ? 'public, max-age=31536000, immutable' : 'no-store';
        return new Response(new Uint8Array(asset.content), {
          // A worker has the policy of its own script.
          headers: { ...pageHeaders, 'content-type': asset.type, 'cache-control': caching },
        });
      },
    },
  };
}

function noSuchAsset(name: string): RingmasterError {
  return new RingmasterError({
    code: 'page.no-asset',
    family: 'not-found',
    message: `The dashboard has no file ${name.slice(0, 60)}.`,
  });
}
