import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { patience } from './patience';
import { pageAddress, type RunningEditor } from './server';
import { root } from './versions';

/** Of the documentation's pictures. */
export const pictureSize = { width: 1180, height: 760 };

/** One page at a time; a failed test's is kept as a picture. */
export class Screen {
  private page: Page | undefined;

  constructor(private readonly browser: Browser) {}

  async open(editor: RunningEditor, workspace: string): Promise<Page> {
    await this.page?.context().close();
    const context = await this.browser.newContext({
      viewport: { width: 1400, height: 1000 },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    this.page = await context.newPage();
    this.page.setDefaultTimeout(patience);
    await this.page.goto(pageAddress(editor.port, workspace, []));
    return this.page;
  }

  async keep(name: string): Promise<void> {
    const file = path.join(root, '.cache', `failed-${name.replaceAll(/\W+/g, '-')}.png`);
    await this.page?.screenshot({ path: file });
    console.log(`      what was on the screen: ${path.relative(root, file)}`);
  }
}

/** Keeps a picture for the documentation, in a run that `npm run screenshots` started; tests alone change no file. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  if (process.env.KEEP_PICTURES === undefined) return;
  const size = page.viewportSize();
  await page.setViewportSize(pictureSize);
  await page.screenshot({ path: path.join(root, 'media', 'screenshots', `${name}.png`) });
  if (size) await page.setViewportSize(size);
}
