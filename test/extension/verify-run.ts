/** *Verify Running App* and *Create Guard Tests*, as a person uses them, with a real Flask app on loopback. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { findInterpreters, installHint } from '../oracle/interpreters';
import { launchChromium } from './editor/chromium';
import { installEditor } from './editor/install';
import { demoWorkspace, extensionFolder } from './editor/prepare';
import type { Totals } from './editor/run-in-page';
import { runTests } from './editor/run-tests';
import { keepPicture, Screen } from './editor/screen';
import { freePort, startEditor } from './editor/server';
import type { EditorVersion } from './editor/versions';
import { reportPage, routeRows, runInPalette, showRoutes, whenReady } from './editor/workbench';
import { check } from './suite/check';

/** Runs both with one version. */
export async function runVerify(version: EditorVersion): Promise<Totals> {
  const editor = await startEditor(await installEditor(version), { installed: extensionFolder() });
  const browser = await launchChromium();
  const screen = new Screen(browser);
  const workspace = demoWorkspace();
  const app = await serveDemo(workspace);
  let page: Page;
  try {
    return await runTests(
      {
        'answers of the running app stand next to the verdicts': async () => {
          page = await screen.open(editor, workspace);
          await whenReady(page);
          await verifies(page, app.address);
        },
        'the report shows the answers beside the verdicts': () => reportsAnswers(page),
        'an address of another machine is refused': () => refusesOthers(page),
        'guard tests are created and shown': () => createsGuardTests(page, workspace),
      },
      (name) => screen.keep(name),
    );
  } finally {
    await browser.close();
    editor.stop();
    app.stop();
  }
}

/** The demo, served by Flask's own server once it says so. */
async function serveDemo(workspace: string): Promise<{ address: string; stop: () => void }> {
  const [interpreter] = findInterpreters();
  if (!interpreter) throw new Error(`No Python with Flask here. Install it: ${installHint}`);
  const port = await freePort();
  const child = spawn(interpreter.command, ['-m', 'flask', '--app', 'wsgi', 'run', '--port', String(port)], {
    cwd: workspace,
    env: { ...process.env, API_KEYS: 'only-for-this-test' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  for await (const line of createInterface(child.stderr)) if (line.includes('Running on')) break;
  child.stderr.resume();
  return { address: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

async function enterAddress(page: Page, address: string): Promise<void> {
  await runInPalette(page, 'API Key Guard: Verify Running App');
  const input = page.locator('.quick-input-widget input[type="text"]');
  await page.locator('.quick-input-widget', { hasText: 'Address of the running app' }).waitFor();
  await input.fill(address);
  await page.keyboard.press('Enter');
}

async function verifies(page: Page, address: string): Promise<void> {
  await showRoutes(page);
  await enterAddress(page, address);
  const message = page.locator('.notification-list-item-message', { hasText: 'routes called' });
  await message.waitFor();
  const text = await message.innerText();
  check(text.includes('8 as the code says · 2 open to anyone · 3 not called'), text);
  await routeRows(page).filter({ hasText: 'the running app answers without a key' }).first().waitFor();
  await routeRows(page).filter({ hasText: 'the running app refuses without a valid key' }).first().waitFor();
  await page.locator('.notification-toast').getByText('Show Answers', { exact: true }).click();
  await page.locator('.view-line', { hasText: 'answers to any key' }).waitFor();
  await page.locator('.tab.active', { hasText: 'Answers of 127.0.0.1' }).waitFor();
  check((await page.locator('.tab.dirty').count()) === 0, 'the answers ask to be saved');
  await keepPicture(page, 'verified');
}

async function reportsAnswers(page: Page): Promise<void> {
  await runInPalette(page, 'API Key Guard: Open Security Report');
  const report = reportPage(page);
  await report.getByText(/^the running app at http:\/\/127\.0\.0\.1:\d+: 8 of 8 answers as the code says$/).waitFor();
  const admin = report.locator('tr', { hasText: '/admin' }).first();
  await admin.getByText('the running app answers to any key').waitFor();
  await admin.getByText('none 403 · empty 403 · wrong 200').waitFor();
}

async function refusesOthers(page: Page): Promise<void> {
  await enterAddress(page, 'http://example.org');
  await page.locator('.notification-list-item-message', { hasText: 'example.org is not this machine' }).waitFor();
  await page.locator('.notification-toast').getByText('Try Again', { exact: true }).click();
  await page.locator('.quick-input-widget', { hasText: 'Address of the running app' }).waitFor();
  await page.keyboard.press('Escape');
}

async function createsGuardTests(page: Page, workspace: string): Promise<void> {
  const file = path.join(workspace, 'tests', 'test_api_key_guard.py');
  await runInPalette(page, 'API Key Guard: Create Guard Tests');
  await page.locator('.tab', { hasText: 'test_api_key_guard.py' }).waitFor();
  await page.locator('.view-line', { hasText: 'import pytest' }).waitFor();
  check(existsSync(file) && readFileSync(file, 'utf8').includes('warehouse.create_app()'), 'the file holds no test');
}
