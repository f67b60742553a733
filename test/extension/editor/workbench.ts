/** What a person does in a workbench, for screenshots and for tests that press keys. */
import type { Page } from 'playwright-core';

/** Waits until the project is read: before, quick open knows no files and the keyboard belongs to nobody. */
export async function whenReady(page: Page): Promise<void> {
  await page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
  await page.locator('.statusbar-item', { hasText: 'routes guarded' }).waitFor({ timeout: 60_000 });
}

/** Opens a file through quick open, and not before it is offered. */
export async function openFile(page: Page, name: string): Promise<void> {
  await chooseInQuickInput(page, 'Control+p', name, name);
  await page.locator('.tab', { hasText: name }).first().waitFor();
}

/** Runs a command through the palette. */
export async function runInPalette(page: Page, title: string): Promise<void> {
  await chooseInQuickInput(page, 'F1', title, title);
}

async function chooseInQuickInput(page: Page, key: string, text: string, row: string): Promise<void> {
  await page.keyboard.press(key);
  const input = page.locator('.quick-input-widget input[type="text"]');
  await input.waitFor();
  await page.keyboard.type(text);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first().waitFor();
  await page.keyboard.press('Enter');
  await input.waitFor({ state: 'hidden' });
}
