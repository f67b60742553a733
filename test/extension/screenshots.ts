/**
 * `npm run screenshots`: drives the real editor over the demo and writes the pictures of the documentation. Those that need
 * a repository or a running app are kept by the runs `staged` and `verify`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from './editor/chromium';
import { installEditor } from './editor/install';
import { buildExtension, demoWorkspace, extensionFolder } from './editor/prepare';
import { patience } from './editor/patience';
import { pictureSize } from './editor/screen';
import { smallerPicture } from './editor/smaller-picture';
import { pageAddress, startEditor } from './editor/server';
import { newest, root } from './editor/versions';
import {
  clickWord,
  openFile,
  openLightBulb,
  reportPage,
  runInPalette,
  showRoutes,
  whenReady,
} from './editor/workbench';

const pictures = path.join(root, 'media', 'screenshots');

/** These ship with the extension, for its walkthrough: as smaller JPEGs. */
const walkthrough = path.join(root, 'media', 'walkthrough');
const walkthroughPictures = new Set(['workspace-scan', 'verdicts', 'evidence', 'fixed']);

async function main(): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  mkdirSync(walkthrough, { recursive: true });
  await buildExtension();
  const editor = await startEditor(await installEditor(newest), { installed: extensionFolder() });
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: pictureSize });
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(pageAddress(editor.port, demoWorkspace(), []));
    await takePictures(page).catch(async (error: unknown) => {
      await page.screenshot({ path: path.join(root, '.cache', 'screenshots-failed.png') });
      console.error('What was on the screen: .cache/screenshots-failed.png');
      throw error;
    });
  } finally {
    await browser.close();
    editor.stop();
  }
}

async function takePictures(page: Page): Promise<void> {
  await whenReady(page);
  await openFile(page, 'records.py');
  await page.locator('.codelens-decoration a').nth(3).waitFor();
  await page.locator('.squiggly-error').first().waitFor();
  await clickWord(page, 'def export_data():', 'export_data');
  await page.locator('[class*="lightbulb"], [class*="lightBulb"]').first().waitFor();
  await page.waitForTimeout(500);
  await picture(page, 'verdicts');

  await openLightBulb(page);
  await page.waitForTimeout(700);
  await picture(page, 'quick-fixes');
  await page.keyboard.press('Escape');

  await page.locator('.view-line', { hasText: 'def admin():' }).getByText('admin', { exact: true }).hover();
  await page.locator('.monaco-hover:visible', { hasText: '/admin' }).first().waitFor();
  await page.waitForTimeout(700);
  await picture(page, 'evidence-in-hover');
  await page.keyboard.press('Escape');

  await page.locator('.codelens-decoration a', { hasText: 'any key is accepted' }).click();
  await page.locator('.peekview-widget').waitFor();
  await page.waitForTimeout(1500);
  await picture(page, 'evidence');
  await page.keyboard.press('Escape');

  await clickWord(page, 'def export_data():', 'export_data');
  await openLightBulb(page);
  await page.keyboard.press('Enter');
  await page.locator('.codelens-decoration a', { hasText: 'guarded by require_api_key' }).nth(2).waitFor();
  await page.waitForTimeout(700);
  await picture(page, 'fixed');
  await page.keyboard.press('Control+z');
  await page.locator('.codelens-decoration a', { hasText: 'no API key check' }).waitFor();

  await showRoutes(page);
  await widenSideBar(page, 130);
  await runInPalette(page, 'API Key Guard: Group Routes by Verdict');
  await page.locator('.monaco-list-row', { hasText: 'Any key is accepted' }).first().waitFor();
  await page.waitForTimeout(700);
  await picture(page, 'routes-by-verdict');
  await runInPalette(page, 'API Key Guard: Group Routes by App');
  await runInPalette(page, 'API Key Guard: Fix All in Workspace');
  await page.locator('.bulk-edit-panel .monaco-list-row', { hasText: 'partners.py' }).waitFor();
  await page.waitForTimeout(1500);
  await picture(page, 'fix-all');
  await page.locator('.bulk-edit-panel').getByText('Discard', { exact: true }).click();
  await page.locator('.monaco-list-row', { hasText: 'GET /export' }).waitFor();
  await runInPalette(page, 'API Key Guard: Scan Workspace');
  await page.mouse.move(30, 500);
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'partners.py' }).first().waitFor();
  await page.waitForTimeout(1500);
  await picture(page, 'workspace-scan');

  await page.keyboard.press('Control+j');
  await page.locator('.markers-panel').waitFor({ state: 'hidden' });
  await clearNotifications(page);
  await runInPalette(page, 'API Key Guard: Open Security Report');
  await reportPage(page).getByText('What cost points').waitFor();
  await page.keyboard.press('Control+b');
  await page.locator('.part.sidebar').waitFor({ state: 'hidden' });
  await page.mouse.move(30, 500);
  await page.waitForTimeout(1000);
  await picture(page, 'security-report');
}

async function clearNotifications(page: Page): Promise<void> {
  await runInPalette(page, 'Notifications: Clear All Notifications');
  await page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
}

async function widenSideBar(page: Page, by: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('the side bar is not there');
  const middle = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width, middle);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width + by, middle, { steps: 5 });
  await page.mouse.up();
  // Away from the sash, which is lit under the pointer.
  await page.mouse.move(box.x + 40, middle);
}

async function picture(page: Page, name: string): Promise<void> {
  const png = await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  if (walkthroughPictures.has(name))
    writeFileSync(path.join(walkthrough, `${name}.jpg`), await smallerPicture(page.context(), png));
  console.log(`media/screenshots/${name}.png`);
}

void main();
