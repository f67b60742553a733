/**
 * Runs in a process of its own: how long a real VS Code waits for the extension, as its *Show Running Extensions* says, and
 * for its own Git extension. Prints JSON.
 */
import type { Page } from 'playwright-core';
import { launchChromium } from '../extension/editor/chromium';
import { installEditor } from '../extension/editor/install';
import { demoWorkspace, extensionFolder } from '../extension/editor/prepare';
import { Screen } from '../extension/editor/screen';
import { startEditor } from '../extension/editor/server';
import { newest } from '../extension/editor/versions';
import { runInPalette, whenReady } from '../extension/editor/workbench';

/** Milliseconds to load the code and to call `activate`, the best of several starts. */
export interface ActivationTimes {
  readonly own: number;
  readonly peer: number;
}

const starts = 3;

async function main(): Promise<void> {
  const editor = await startEditor(await installEditor(newest), { installed: extensionFolder() });
  const browser = await launchChromium();
  try {
    const page = await new Screen(browser).open(editor, demoWorkspace());
    const times: ActivationTimes[] = [];
    for (let start = 0; start < starts; start++) {
      if (start > 0) await page.reload();
      await whenReady(page);
      await runInPalette(page, 'Developer: Show Running Extensions');
      times.push({ own: await activationTime(page, 'API Key Guard'), peer: await activationTime(page, 'Git') });
    }
    const best = (of: keyof ActivationTimes) => Math.min(...times.map((one) => one[of]));
    process.stdout.write(JSON.stringify({ own: best('own'), peer: best('peer') } satisfies ActivationTimes));
  } finally {
    await browser.close();
    editor.stop();
  }
}

async function activationTime(page: Page, name: string): Promise<number> {
  const rows = page.locator('.runtime-extensions-editor .monaco-list-row');
  const row = rows.filter({ has: page.getByText(name, { exact: true }) }).first();
  const said = await row.locator('.activation-time').textContent();
  const time = /(\d+)\s*ms/.exec(said ?? '')?.[1];
  if (time === undefined) throw new Error(`No time in: ${said ?? 'nothing'}`);
  return Number(time);
}

void main();
