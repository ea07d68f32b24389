import type { Page } from 'playwright-core';
import { addressesOf } from '../../support/pages/addresses.ts';
import type { Address } from '../../support/pages/addresses.ts';
import type { Scene } from '../../support/pages/scene.ts';
import { keys } from './serve-pages.ts';
import type { ServedPages } from './serve-pages.ts';
import { untilLive } from './visit.ts';

/** A page as it is looked at: its address, and what is done there first. */
export type Situation = Omit<Address, 'status'> & { act?: (page: Page) => Promise<void> };

const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).click();

/** What pages show after a form was sent or a dialog was opened. */
const answers: readonly Situation[] = [
  {
    name: 'rehearsal',
    path: '/campaigns/autumn/prepare',
    async act(page) {
      await press(page, 'Rehearse');
      await page.getByRole('heading', { name: 'Rehearsal of autumn' }).waitFor();
    },
  },
  {
    name: 'contacts, counted',
    path: '/campaigns/winter/contacts',
    async act(page) {
      await press(page, 'Count…');
      await page.getByText('Nothing has been changed yet.').waitFor();
    },
  },
  {
    name: 'contacts, found by name',
    path: '/campaigns/winter/contacts',
    async act(page) {
      await page.getByLabel('Number, email').fill('person');
      await page.keyboard.press('Enter');
      await page.getByRole('status').waitFor();
    },
  },
  {
    name: 'do-not-contact, asked',
    path: '/do-not-contact',
    async act(page) {
      await page.getByLabel('Number, address or profile').first().fill('+12125551099');
      await page.keyboard.press('Enter');
      await page.getByText('must not be contacted').waitFor();
    },
  },
  {
    name: 'campaigns new, wrong file',
    path: '/campaigns/new',
    async act(page) {
      await page.getByLabel('Campaign file (YAML)').fill('name: Spring Checkup\nsteps: []\nrateLimit: 5\n');
      await press(page, 'Create the draft');
      await page.getByRole('heading', { name: 'errors in the file' }).waitFor();
    },
  },
  {
    name: 'campaign, canary dialog',
    path: '/campaigns/autumn',
    async act(page) {
      await untilLive(page);
      await press(page, 'Canary start…');
      await page.getByRole('dialog').getByLabel('Contacts').waitFor();
    },
  },
  {
    name: 'campaign, what if',
    path: '/campaigns/spring',
    async act(page) {
      await page.getByLabel('At once').fill('20');
      await press(page, 'Estimate the end');
      await page.getByText('Nothing was changed.').waitFor();
    },
  },
  {
    name: 'campaign, dialog',
    path: '/campaigns/spring',
    async act(page) {
      await untilLive(page);
      await press(page, 'Pause…');
      await page.getByRole('dialog').waitFor();
    },
  },
];

/** Every page, and what it shows after its forms were sent. */
export function situationsOf({ instance }: ServedPages, scene: Scene): Situation[] {
  return [...addressesOf(instance.pages, scene), ...answers];
}

/** The pages of an instance with keys. The last ones have a session. */
export const withKeys: readonly Situation[] = [
  { name: 'sign-in', path: '/sign-in' },
  {
    name: 'sign-in, wrong key',
    path: '/sign-in',
    async act(page) {
      await page.getByLabel('API key').fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('is not known').waitFor();
    },
  },
  {
    name: 'campaign, viewer',
    path: '/sign-in?next=%2Fcampaigns%2Fspring',
    async act(page) {
      await page.getByLabel('API key').fill(keys.watcher.secret);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/campaigns/spring');
    },
  },
  { name: 'settings, viewer', path: '/settings' },
];
