/** What a person does in a workbench, for screenshots and for tests that press keys. */
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { patience } from './patience';

/** Waits until the project is read: before, quick open knows no files and the keyboard belongs to nobody. */
export async function whenReady(page: Page): Promise<void> {
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  await page.locator('.statusbar-item', { hasText: 'routes guarded' }).waitFor();
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

/** The lens with this text. */
export function lens(page: Page, text: string): Locator {
  return page.locator('.codelens-decoration a', { hasText: text });
}

/** The rows of *Flask Routes*. */
export function routeRows(page: Page): Locator {
  return page.locator('.pane', { hasText: 'Flask Routes' }).locator('.monaco-list-row');
}

/** What stands in the security report's panel. */
export function reportPage(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

/** Puts the cursor into a word of a line. */
export async function clickWord(page: Page, line: string, word: string): Promise<void> {
  await page.locator('.view-line', { hasText: line }).getByText(word, { exact: true }).first().click();
}

/** Gives the routes the whole height of the side bar: the project's own tree would leave them a few lines only. */
export async function showRoutes(page: Page): Promise<void> {
  await runInPalette(page, 'API Key Guard: Show Routes');
  await routeRows(page).first().waitFor();
  const files = page.locator('.pane-header.expanded', { hasNotText: 'Flask Routes' }).first();
  await files.click();
}

/** Opens the light bulb's menu where the cursor is. */
export async function openLightBulb(page: Page): Promise<void> {
  await page.locator('[class*="lightbulb"], [class*="lightBulb"]').first().waitFor();
  await page.keyboard.press('Control+.');
  await page.locator('.action-widget .monaco-list-row').first().waitFor();
}

async function chooseInQuickInput(page: Page, key: string, text: string, row: string): Promise<void> {
  const input = page.locator('.quick-input-widget input[type="text"]');
  const wanted = page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first();
  // A list opened before the extensions were read stays without their commands: it is opened again.
  const end = Date.now() + patience;
  while (Date.now() < end) {
    await page.keyboard.press(key);
    await input.waitFor();
    await page.keyboard.type(text);
    const isThere = await wanted.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    // The one used last may stand above it.
    for (let above = 0; isThere && above < 20 && !(await isFocused(wanted)); above++)
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press(isThere ? 'Enter' : 'Escape');
    // Not the input: a command may ask for something in its place.
    await wanted.waitFor({ state: 'hidden' });
    if (isThere) return;
  }
  throw new Error(`${text} is not offered`);
}

function isFocused(row: Locator): Promise<boolean> {
  return row.evaluate((element) => element.classList.contains('focused'));
}
