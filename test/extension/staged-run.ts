/** A key on its way to a commit, in a real repository in a real VS Code: typed, staged, refused, mended, committed. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from './editor/chromium';
import { installEditor } from './editor/install';
import { demoWorkspace, extensionFolder } from './editor/prepare';
import type { Totals } from './editor/run-in-page';
import { runTests, type Tests } from './editor/run-tests';
import { patience } from './editor/patience';
import { keepPicture, pictureSize } from './editor/screen';
import { pageAddress, startEditor } from './editor/server';
import { root, type EditorVersion } from './editor/versions';
import { openFile, runInPalette, whenReady } from './editor/workbench';
import { check } from './suite/check';

/** Runs the scenario. */
export async function runStaged(version: EditorVersion): Promise<Totals> {
  const workspace = demoWorkspace();
  git(workspace, 'init', '--quiet');
  git(workspace, 'add', '--all');
  git(workspace, 'commit', '--quiet', '--message', 'demo');
  const editor = await startEditor(await installEditor(version), { installed: extensionFolder() });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: pictureSize });
  page.setDefaultTimeout(patience);
  const picture = (name: string) => page.screenshot({ path: path.join(root, '.cache', `${name}.png`) });
  try {
    await page.goto(pageAddress(editor.port, workspace, []));
    return await runTests(scenario(page, workspace), async (name) => {
      await picture(`failed-${name.replaceAll(/\W+/g, '-')}`);
    });
  } finally {
    await browser.close();
    editor.stop();
  }
}

function scenario(page: Page, workspace: string): Tests {
  const file = path.join(workspace, 'warehouse', 'keys.py');
  return {
    'a command installs the hook': async () => {
      await whenReady(page);
      await runInPalette(page, 'API Key Guard: Install Commit Hook');
      await page.locator('.notification-list-item-message', { hasText: 'are checked for keys' }).first().waitFor();
    },
    'a key that is typed is underlined': async () => {
      writeFileSync(file, '');
      await openFile(page, 'keys.py');
      await page.locator('.monaco-editor').first().click();
      await page.keyboard.type('API_KEY = "example-fake-key-0001');
      await page.locator('.squiggly-error').first().waitFor();
      await page.keyboard.press('Control+s');
      // The dot of a changed file goes when it is on the disk.
      await page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
      check(readFileSync(file, 'utf8').includes('"example-fake-key-0001"'), readFileSync(file, 'utf8'));
    },
    'a key that is staged is told, decorated and among the problems once': async () => {
      git(workspace, 'add', '--all');
      await page
        .locator('.notification-list-item-message', { hasText: 'A key is staged in keys.py' })
        .first()
        .waitFor();
      await page.keyboard.press('Control+Shift+m');
      const problems = page.locator('.markers-panel .monaco-list-row');
      await problems.filter({ hasText: 'API_KEY is set to a key' }).first().waitFor();
      check((await problems.filter({ hasText: 'API Key Guard (staged)' }).count()) === 0, 'the same key is told twice');
      await keepPicture(page, 'staged');
    },
    'the commit is refused in a terminal, in words': () => {
      const { status, stderr } = commit(workspace);
      check(status === 1 && /keys\.py:1:11 .*\n\n✖ 1 key would be committed/.test(stderr), stderr);
      return Promise.resolve();
    },
    'the mended file is committed, and the problem is gone': async () => {
      writeFileSync(file, 'import os\n\nAPI_KEY = os.environ["API_KEY"]\n');
      // As long as the mended file is not staged, the commit would hold the key.
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'API Key Guard (staged)' }).first().waitFor();
      git(workspace, 'add', '--all');
      await page.locator('.markers-panel', { hasText: 'API Key Guard (staged)' }).waitFor({ state: 'hidden' });
      const { status, stderr } = commit(workspace);
      check(status === 0, stderr);
    },
  };
}

const identity = ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.com'];

function git(folder: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', [...identity, ...args], { cwd: folder, encoding: 'utf8' });
  check(status === 0, stderr);
}

function commit(folder: string): { readonly status: number | null; readonly stderr: string } {
  const started = performance.now();
  const run = spawnSync('git', [...identity, 'commit', '--message', 'x'], { cwd: folder, encoding: 'utf8' });
  console.log(`    git commit: ${(performance.now() - started).toFixed(0)} ms`);
  return run;
}
