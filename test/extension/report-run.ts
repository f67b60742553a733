/** *Open Security Report* as a person uses it: read, follow links, edit, export, come back after a reload. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { launchChromium } from './editor/chromium';
import { installEditor } from './editor/install';
import { demoWorkspace, extensionFolder, multiRootWorkspace } from './editor/prepare';
import type { Totals } from './editor/run-in-page';
import { runTests, type Tests } from './editor/run-tests';
import { rememberWorkspace } from './editor/remember-workspace';
import { Screen } from './editor/screen';
import { startEditor } from './editor/server';
import type { EditorVersion } from './editor/versions';
import { reportPage, runInPalette, whenReady } from './editor/workbench';
import { check } from './suite/check';

/** Runs all scenarios with one version. */
export async function runReport(version: EditorVersion): Promise<Totals> {
  const editor = await startEditor(await installEditor(version), { installed: extensionFolder() });
  const browser = await launchChromium();
  const screen = new Screen(browser);
  const workspace = hostileWorkspace();
  let page: Page;
  const tests: Tests = {
    'the report says score, costs, routes, findings and standards': async () => {
      page = await screen.open(editor, workspace);
      await whenReady(page);
      await runInPalette(page, 'API Key Guard: Open Security Report');
      await showsEverything(reportPage(page));
    },
    'what a project names its routes stays text': () => keepsNamesText(page),
    'a link opens the code beside the report': () => opensCode(page),
    'an edit shows in the report, which stays where it was': () => followsEdit(page),
    'the baseline shows as a trend': () => showsTrend(page, workspace),
    'the report is exported': () => exportsReport(page, workspace),
    'the report is there again after a reload': async () => {
      await page.reload();
      await reportPage(page).getByText('What cost points').waitFor();
    },
    'two folders are told apart': async () => {
      const workspace = multiRootWorkspace();
      await rememberWorkspace(editor, workspace);
      page = await screen.open(editor, workspace);
      await whenReady(page);
      await runInPalette(page, 'API Key Guard: Open Security Report');
      await reportPage(page).locator('td > a', { hasText: 'relaxed/app.py:7' }).waitFor();
      await reportPage(page).locator('td > a', { hasText: 'strict/app.py:7' }).click();
      await page.locator('.tab', { hasText: 'app.py' }).first().waitFor();
      await page.locator('.breadcrumbs-control', { hasText: 'strict' }).first().waitFor();
    },
  };
  try {
    return await runTests(tests, (name) => screen.keep(name));
  } finally {
    await browser.close();
    editor.stop();
  }
}

const hostileName = `'><img src=x onerror=alert(1)>`;

/** The demo, and a route whose name would be markup if anybody let it. */
function hostileWorkspace(): string {
  const folder = demoWorkspace();
  const app = `from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/x${hostileName}")\ndef named():\n    return "x"\n`;
  mkdirSync(path.join(folder, 'hostile'));
  writeFileSync(path.join(folder, 'hostile', 'app.py'), app);
  return folder;
}

async function showsEverything(report: FrameLocator): Promise<void> {
  await report.getByRole('img', { name: /Score \d+ of 100, grade [A-F]/ }).waitFor();
  for (const heading of ['What cost points', 'Findings', 'Routes', 'Standards'])
    await report.getByRole('heading', { name: heading, exact: true }).waitFor();
  await report.getByText('4 routes of 11: no API key check').waitFor();
  await report.getByText('GET /admin accepts any key').waitFor();
  await report.locator('summary', { hasText: 'OWASP API Security Top 10 2023' }).click();
  await report.getByRole('link', { name: 'API2:2023' }).waitFor();
  await report.getByText('All access is authenticated').waitFor();
}

async function keepsNamesText(page: Page): Promise<void> {
  const report = reportPage(page);
  await report.locator('code', { hasText: hostileName }).first().waitFor();
  const tags = await report.locator('body *').evaluateAll((all) => all.map(({ localName }) => localName));
  check(!tags.includes('img') && tags.filter((tag) => tag === 'script').length === 1, [...new Set(tags)].join());
  const policy = await report.locator('meta[http-equiv]').getAttribute('content');
  check(/^default-src 'none'; style-src 'nonce-[^' ]+'; script-src 'nonce-[^' ]+';/.test(policy ?? ''), policy ?? '');
}

async function opensCode(page: Page): Promise<void> {
  await reportPage(page).locator('.finding a', { hasText: 'warehouse/records.py:15' }).first().click();
  await page.locator('.tab', { hasText: 'records.py' }).first().waitFor();
  await page.locator('.statusbar-item', { hasText: 'Ln 15, Col 1' }).waitFor();
  check((await page.locator('.editor-group-container').count()) === 2, 'the code covers the report');
}

async function followsEdit(page: Page): Promise<void> {
  const report = reportPage(page);
  await report.locator('#standards[open]').waitFor();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('Enter');
  await report.getByText('warehouse/records.py:16').first().waitFor();
  await report.locator('#standards[open]').waitFor();
  await page.keyboard.press('Control+z');
  await report.getByText('warehouse/records.py:15').first().waitFor();
}

/** A baseline as the command line wrote it for the demo, with an entry of a route that is gone. */
async function showsTrend(page: Page, workspace: string): Promise<void> {
  const gone = {
    file: 'warehouse/records.py',
    rule: 'unprotected-route',
    symbol: 'old GET /old',
    code: '0000000000000000',
  };
  const baseline = { version: 1, salt: '00', findings: [gone] };
  writeFileSync(path.join(workspace, '.api-key-guard-baseline.json'), JSON.stringify(baseline));
  const trend = reportPage(page).getByText(/^compared with the baseline: \d+ new, 0 known, 1 resolved$/);
  await trend.click();
  await reportPage(page).getByText('old GET /old').waitFor();
}

async function exportsReport(page: Page, workspace: string): Promise<void> {
  await exportAs(page, 'HTML');
  const file = path.join(workspace, 'security-report.html');
  await page
    .locator('.notification-list-item-message', { hasText: 'security-report.html is written' })
    .first()
    .waitFor();
  check(existsSync(file), 'there is no file');
  const html = readFileSync(file, 'utf8');
  check(html.includes('warehouse/records.py:15'), 'a route is missing');
  check(!/<script|<img|data-uri/.test(html), 'the file holds what only the view may');
  await exportAs(page, 'SARIF');
  await page
    .locator('.notification-list-item-message', { hasText: 'security-report.sarif is written' })
    .first()
    .waitFor();
  const sarif = JSON.parse(readFileSync(path.join(workspace, 'security-report.sarif'), 'utf8')) as { version: string };
  check(sarif.version === '2.1.0', sarif.version);
}

/** Both questions of the command: the format, and the file as it is proposed. */
async function exportAs(page: Page, format: string): Promise<void> {
  const rows = page.locator('.quick-input-list .monaco-list-row');
  await runInPalette(page, 'API Key Guard: Export Security Report');
  await rows.filter({ hasText: 'for code scanning' }).first().waitFor();
  // By the keyboard: a row that is still moving takes no click, and a click beside it closes the list.
  await page.keyboard.type(format);
  await rows.nth(1).waitFor({ state: 'hidden' });
  await page.keyboard.press('Enter');
  // Not before the folder is read: the dialog takes no answer while it looks.
  await rows.filter({ hasText: 'warehouse' }).waitFor();
  await page.locator('.quick-input-action', { hasText: 'OK' }).click();
}
