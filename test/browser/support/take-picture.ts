import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** The folder for pictures of every page, which `npm run contact-sheet` sets; without it none are taken. */
const folder = process.env['RINGMASTER_CONTACT_SHEET'];

/** Saves a picture of the page under its name and look, if pictures are wanted. */
export async function takePicture(page: Page, name: string, look: string): Promise<void> {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const file = `${name.replaceAll(/[^\w-]+/g, '-')}--${look}.png`;
  await page.screenshot({ path: join(folder, file), fullPage: true, animations: 'disabled' });
}
