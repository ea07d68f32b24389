import { describe, expect, test } from 'vitest';
import { requireServer } from '../support/servers/require-server.ts';
import { useBrowser } from './support/use-browser.ts';
import { faultsSeen, startVisit } from './support/visit.ts';

const chromium = requireServer('chromium');

/** Pages with one fault each, and what must be found. */
const faults = [
  [
    'text that a box cuts',
    '<p style="width: 60px; overflow: hidden; white-space: nowrap">A long sentence</p>',
    'is cut by p',
  ],
  [
    'text that a low box cuts',
    '<div style="height: 20px; overflow: hidden"><p>One<br>two<br>three</p></div>',
    'is cut by div',
  ],
  [
    'text that leaves its box',
    '<p style="width: 60px; white-space: nowrap">A long sentence</p>',
    'leaves its box p',
  ],
  [
    'text over text',
    '<p>One line</p><p style="margin-top: -34px">another line</p>',
    'lies over p "another line"',
  ],
  [
    'text over text in a drawing',
    '<svg width="200" height="40"><text x="9" y="20">one</text><text x="20" y="22">two</text></svg>',
    'lies over text "two"',
  ],
  [
    'text over a button',
    '<button>Go</button><p style="margin-top: -20px">over it</p>',
    'lies over p "over it"',
  ],
  [
    'a word in two lines',
    '<p style="width: 60px; overflow-wrap: anywhere">+12125550123</p>',
    'breaks within +12125550123',
  ],
  ['small text', '<p style="font-size: 9px">small</p>', 'is smaller than 11 px'],
  [
    'text that a drawing makes small',
    '<svg width="100" height="20" viewBox="0 0 400 80"><text y="20" font-size="13">small</text></svg>',
    'is smaller than 11 px',
  ],
  ['an empty box', '<section></section>', 'section is empty'],
  ['a page that scrolls sideways', '<div style="width: 2000px">x</div>', 'the page is 2008 wide'],
  ['a broken template', '<p>undefined of 3</p>', 'the page says p "undefined of 3"'],
  ['a broken date', '<p>since Invalid Date</p>', 'the page says p "since Invalid Date"'],
] as const;

/** What looks similar and is right. */
const sound = `
  <p>Some text with <a href="#">a link</a> and <code>null</code>, in a line that is long enough to need two of them.</p>
  <div style="width: 100px; overflow-x: auto" tabindex="0"><p style="width: 400px">A line that can be scrolled into view</p></div>
  <p style="position: absolute; width: 1px; height: 1px; overflow: hidden" class="hidden">for screen readers</p>
  <details><summary>More</summary><p style="font-size: 9px">not shown</p></details>
  <label>Name <input value="a text that is longer than the field that it stands in"></label><button>Go on</button>
  <table><tbody><tr><td>one</td><td>two</td></tr></tbody></table>`;

describe.runIf(chromium !== null)('the look at a page', () => {
  const browser = useBrowser(chromium);

  test('finds each fault, and nothing else', async () => {
    const { page } = await startVisit({ browser: browser() });
    for (const [, content, expected] of faults) {
      await page.setContent(`<!doctype html><html lang="en"><body>${content}</body></html>`);
      expect(await faultsSeen(page)).toContainEqual(expect.stringContaining(expected));
    }
    await page.setContent(`<!doctype html><html lang="en"><body>${sound}</body></html>`);
    expect(await faultsSeen(page)).toEqual([]);
  });
});
