import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { pageAddress, type RunningEditor } from './server';
import { root } from './versions';

/** One page at a time; a failed test's is kept as a picture. */
export class Screen {
  private page: Page | undefined;

  constructor(private readonly browser: Browser) {}

  async open(editor: RunningEditor, workspace: string): Promise<Page> {
    await this.page?.context().close();
    const context = await this.browser.newContext({ viewport: { width: 1400, height: 1000 } });
    this.page = await context.newPage();
    this.page.setDefaultTimeout(20_000);
    await this.page.goto(pageAddress(editor.port, workspace, []));
    return this.page;
  }

  async keep(name: string): Promise<void> {
    const file = path.join(root, '.cache', `failed-${name.replaceAll(/\W+/g, '-')}.png`);
    await this.page?.screenshot({ path: file });
    console.log(`      what was on the screen: ${path.relative(root, file)}`);
  }
}
