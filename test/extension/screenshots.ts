/** `npm run screenshots`: drives the real editor over the demo and writes the pictures of the documentation. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from './editor/chromium';
import { installEditor } from './editor/install';
import { buildExtension, demoWorkspace, extensionFolder } from './editor/prepare';
import { startEditor } from './editor/server';
import { newest, root } from './editor/versions';

const pictures = path.join(root, 'media', 'screenshots');

async function main(): Promise<void> {
  await buildExtension();
  const editor = await startEditor(await installEditor(newest), { installed: extensionFolder() });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(`http://127.0.0.1:${editor.port}/?folder=${encodeURIComponent(demoWorkspace())}`);
    await takePictures(page);
  } finally {
    await browser.close();
    editor.stop();
  }
}

async function takePictures(page: Page): Promise<void> {
  await page.waitForSelector('.explorer-folders-view', { timeout: 60_000 });
  await runInPalette(page, 'records.py', '');
  await page.waitForSelector('.codelens-decoration a', { timeout: 30_000 });
  await picture(page, 'lens-and-squiggle');
  await page.getByText('export_data', { exact: true }).first().hover();
  await page.waitForTimeout(1500);
  await picture(page, 'hover');
  await page.getByText('export_data', { exact: true }).first().click();
  await page.keyboard.press('Control+.');
  await page.waitForTimeout(2000);
  await picture(page, 'light-bulb');
  await page.keyboard.press('Escape');
  await page.locator('.codelens-decoration a').first().click();
  await page.waitForTimeout(2000);
  await picture(page, 'evidence');
  await page.keyboard.press('Escape');
  await runInPalette(page, 'API Key Guard: Scan Workspace', '>');
  await page.waitForTimeout(3000);
  await picture(page, 'problems');
  await runInPalette(page, 'API Key Guard: Show Routes', '>');
  await page.waitForTimeout(2000);
  await picture(page, 'routes');
}

async function runInPalette(page: Page, text: string, prefix: string): Promise<void> {
  await page.keyboard.press(prefix === '>' ? 'F1' : 'Control+p');
  await page.waitForSelector('.quick-input-widget input');
  await page.keyboard.type(text);
  await page.waitForTimeout(1200);
  await page.keyboard.press('Enter');
}

async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(pictures, `${name}.png`) });
  console.log(`media/screenshots/${name}.png`);
}

void main();
