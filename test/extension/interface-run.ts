/** What a person does with mouse and keyboard, in a real VS Code with the extension installed. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchChromium } from './editor/chromium';
import { installEditor } from './editor/install';
import { demoWorkspace, extensionFolder } from './editor/prepare';
import { waitUntil } from './editor/patience';
import { pauseServer } from './editor/pause-server';
import { runFolder } from './editor/run-folder';
import type { Totals } from './editor/run-in-page';
import { runTests, type Tests } from './editor/run-tests';
import { startEditor, type RunningEditor } from './editor/server';
import { type EditorVersion } from './editor/versions';
import {
  clickWord,
  lens,
  openFile,
  openLightBulb,
  routeRows,
  runInPalette,
  showRoutes,
  whenReady,
} from './editor/workbench';
import { Screen } from './editor/screen';
import { check } from './suite/check';

/** Runs all scenarios with one version. */
export async function runInterface(version: EditorVersion): Promise<Totals> {
  const editor = await installEditor(version);
  const installed = extensionFolder();
  const trusting = await startEditor(editor, { installed });
  const asking = await startEditor(editor, { installed, asksForTrust: true });
  const browser = await launchChromium();
  const screen = new Screen(browser);
  try {
    return await runTests(scenarios(screen, trusting, asking), (name) => screen.keep(name));
  } finally {
    await browser.close();
    trusting.stop();
    asking.stop();
  }
}

function scenarios(screen: Screen, trusting: RunningEditor, asking: RunningEditor): Tests {
  const demo = demoWorkspace();
  let page: Page;
  return {
    'the tree shows every route with its verdict': async () => {
      page = await screen.open(trusting, demo);
      await whenReady(page);
      await showsTree(page);
    },
    'the tree groups by verdict and filters': () => arrangesTree(page),
    'a route is copied as curl': () => copiesAsCurl(page),
    'a click in the tree opens the handler': () => opensFromTree(page),
    'a hover shows each step of the evidence once': () => hoversOnce(page),
    'the light bulb guards a route': () => guardsByLightBulb(page, demo),
    'a change on disk, outside of the editor, shows': () => followsDisk(page, demo),
    'a fix chosen after the file changed does no harm': () => survivesStaleFix(page, demo),
    'all safe fixes stand in the refactor preview, and nothing changes before they are applied': () =>
      fixesAllByPreview(page, demo),
    'the fixes of a blueprint are applied, and taken back by one undo': () => fixesBlueprintByPreview(page, demo),
    'a scan says what it found': () => summarisesScan(page),
    'the tree is worked by keyboard, and says to screen readers what it shows': () => worksByKeyboard(page),
    'settings take effect at once': () => obeysSettings(page, demo),
    'a scan can be cancelled': async () => {
      page = await screen.open(trusting, manyFiles());
      await cancelsScan(page, trusting);
    },
    'a restricted workspace is judged': async () => {
      const workspace = demoWorkspace();
      page = await screen.open(asking, workspace);
      await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
      await whenReady(page);
      await openFile(page, 'records.py');
      await lens(page, 'GET /export: no API key check').waitFor();
      await guardsByLightBulb(page, workspace);
    },
  };
}

async function showsTree(page: Page): Promise<void> {
  await showRoutes(page);
  const rows = routeRows(page);
  await rows.filter({ hasText: 'GET /health' }).waitFor();
  const expected = [
    'create_app 4 of 10 not guarded',
    'orders all guarded',
    'GET /api/orders/ guarded by check_api_key',
    'DELETE /api/orders/<int:order_id> guarded by check_api_key',
    'GET /api/orders/<int:order_id> guarded by check_api_key',
    'partners 2 of 3 not guarded',
    'GET /api/partners/ guarded by require_api_key',
    'POST /api/partners/ no API key check',
    'DELETE /api/partners/<name> no API key check',
    'records 2 of 4 not guarded',
    'GET /admin any key is accepted',
    'GET /export no API key check',
    'GET /v2/admin guarded by require_api_key',
    'GET /v2/export guarded by require_api_key',
    'GET /health public: the load balancer asks without a key',
  ];
  same(await labels(rows), expected);
  await runInPalette(page, 'API Key Guard: Show Unguarded Routes Only');
  await rows.filter({ hasText: 'GET /health' }).waitFor({ state: 'detached' });
  same(await labels(rows), [
    // Counts are those of the whole, as in the status bar.
    ...expected.filter((label) => /^create_app|^partners|^records/.test(label)),
    ...expected.filter((label) => /no API key check|any key is accepted/.test(label)),
  ]);
  await runInPalette(page, 'API Key Guard: Show All Routes');
  await rows.filter({ hasText: 'GET /health' }).waitFor();
}

async function arrangesTree(page: Page): Promise<void> {
  const rows = routeRows(page);
  await runInPalette(page, 'API Key Guard: Group Routes by Verdict');
  await rows.filter({ hasText: 'Public by intent' }).waitFor();
  same(
    (await labels(rows)).filter((label) => /^(?:No API|Any key|Guarded|Public by)/.test(label)),
    ['No API key check 3', 'Any key is accepted 1', 'Guarded 6', 'Public by intent 1'],
  );
  await runInPalette(page, 'API Key Guard: Filter Routes');
  await page.getByPlaceholder('POST /api/orders').waitFor();
  await page.keyboard.type('delete partners');
  await page.keyboard.press('Enter');
  await rows.filter({ hasText: 'GET /export' }).waitFor({ state: 'detached' });
  same(await labels(rows), ['No API key check 1 of 3', 'DELETE /api/partners/<name> no API key check']);
  await runInPalette(page, 'API Key Guard: Clear Route Filter');
  await runInPalette(page, 'API Key Guard: Group Routes by App');
  // All rows are there again: a click would miss one that moves yet.
  await rows.filter({ hasText: '4 of 10 not guarded' }).waitFor();
  await rows.nth(14).waitFor();
}

async function fixesAllByPreview(page: Page, workspace: string): Promise<void> {
  const file = path.join(workspace, 'warehouse', 'partners.py');
  const before = readFileSync(file, 'utf8');
  await runInPalette(page, 'API Key Guard: Fix All in Workspace');
  const preview = page.locator('.bulk-edit-panel');
  await preview.locator('.monaco-list-row', { hasText: 'partners.py' }).waitFor();
  check(readFileSync(file, 'utf8') === before, 'the file changed before the fixes were applied');
  await preview.getByText('Discard', { exact: true }).click();
  await preview.waitFor({ state: 'hidden' });
  check(readFileSync(file, 'utf8') === before, 'a discarded preview changed the file');
}

/** By the menu of the tree's blueprint: every fix stands there ticked, so that *Apply* takes it. */
async function fixesBlueprintByPreview(page: Page, workspace: string): Promise<void> {
  const file = path.join(workspace, 'warehouse', 'partners.py');
  const before = readFileSync(file, 'utf8');
  const problems = page.locator('[id="status.problems"]');
  const counted = await problems.innerText();
  await chooseInRowMenu(page, 'partners', 'Fix All in Blueprint…');
  const preview = page.locator('.bulk-edit-panel');
  await preview.locator('.monaco-list-row', { hasText: 'remove_partner' }).waitFor();
  const boxes = await preview.locator('.edit-checkbox').all();
  const ticked = await Promise.all(boxes.map((box) => box.isChecked()));
  check(ticked.length === 4 && ticked.every(Boolean), `ticked: ${ticked.join()}`);
  check((await problems.innerText()) === counted, 'the preview counts among the problems');
  await preview.getByText('Apply', { exact: true }).first().click();
  await routeRows(page).filter({ hasText: 'partners' }).filter({ hasText: 'all guarded' }).waitFor();
  await openFile(page, 'partners.py');
  await page.keyboard.press('Control+z');
  await routeRows(page).filter({ hasText: 'partners' }).filter({ hasText: '2 of 3 not guarded' }).waitFor();
  await runInPalette(page, 'File: Revert File');
  check(readFileSync(file, 'utf8') === before, 'one undo does not take it back');
}

async function labels(rows: ReturnType<typeof routeRows>): Promise<string[]> {
  const found = await rows.all();
  return Promise.all(
    found.map(async (row) => {
      const name = await row.locator('.label-name').innerText();
      return `${name} ${await row.locator('.label-description').innerText()}`;
    }),
  );
}

/** Compares as sets: rows of a list stand in the page in the order in which they were drawn. */
function same(found: readonly string[], expected: readonly string[]): void {
  const [a, b] = [found, expected].map((list) => [...list].sort().join('\n'));
  check(a === b, `found\n${a ?? ''}\nexpected\n${b ?? ''}`);
}

/** A list's row is focused by its first letters, as in every tree of VS Code. */
async function worksByKeyboard(page: Page): Promise<void> {
  const rows = routeRows(page);
  await rows.filter({ hasText: 'GET /health' }).click();
  await page.locator('.tab', { hasText: '__init__.py' }).first().waitFor();
  await runInPalette(page, 'API Key Guard: Show Routes');
  await page.locator('.pane', { hasText: 'Flask Routes' }).locator('.monaco-list:focus').waitFor();
  await page.keyboard.press('Home');
  const focused = page.locator('.pane', { hasText: 'Flask Routes' }).locator('.monaco-list-row.focused');
  await focused.filter({ hasText: 'create_app' }).waitFor();
  check((await focused.getAttribute('aria-label'))?.startsWith('create_app, 4 of 10 not guarded') === true, 'group');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await focused.filter({ hasText: 'GET /v2/admin' }).waitFor();
  const label = await focused.getAttribute('aria-label');
  check(label?.startsWith('GET /v2/admin, guarded by require_api_key') === true, label ?? '');
  await page.keyboard.press('Enter');
  await page.locator('.tab', { hasText: 'records.py' }).first().waitFor();
  await page.locator('.statusbar-item', { hasText: 'Ln 31, Col 5' }).waitFor();
}

async function obeysSettings(page: Page, workspace: string): Promise<void> {
  mkdirSync(path.join(workspace, '.vscode'));
  const settings = (values: object): void => {
    writeFileSync(path.join(workspace, '.vscode', 'settings.json'), JSON.stringify(values));
  };
  await openFile(page, 'records.py');
  // The lenses that are looked for must be in sight.
  await page.keyboard.press('Control+Home');
  await lens(page, 'guarded by require_api_key').first().waitFor();
  settings({ 'apiKeyGuard.codeLens': 'problems', 'apiKeyGuard.trace.server': 'messages' });
  await lens(page, 'guarded by require_api_key').first().waitFor({ state: 'detached' });
  await lens(page, 'any key is accepted').waitFor();
  await runInPalette(page, 'API Key Guard: Show Log');
  await page.locator('.output-view .view-line', { hasText: 'codeLens' }).first().waitFor();
  settings({});
  await lens(page, 'guarded by require_api_key').first().waitFor();
}

async function copiesAsCurl(page: Page): Promise<void> {
  await chooseInRowMenu(page, 'DELETE /api/orders/<int:order_id>', 'Copy as curl');
  const copied = 'curl -X DELETE -H "X-API-Key: $API_KEY" "http://127.0.0.1:5000/api/orders/1"';
  await page.locator('.statusbar-item', { hasText: `Copied: ${copied}` }).waitFor();
  check((await page.evaluate(() => navigator.clipboard.readText())) === copied, 'the clipboard holds something else');
}

/** By keyboard: a menu takes no click of the mouse at once after it was opened by one. */
async function chooseInRowMenu(page: Page, row: string, entry: string): Promise<void> {
  await routeRows(page).filter({ hasText: row }).first().click({ button: 'right' });
  const entries = page.locator('.monaco-menu .action-item:not(.disabled) .action-label');
  await entries.filter({ hasText: entry }).waitFor();
  const labels = (await entries.allInnerTexts()).filter((label) => label !== '');
  for (const _ of labels.slice(0, labels.indexOf(entry) + 1)) await page.keyboard.press('ArrowDown');
  await page.locator('.monaco-menu .action-item.focused', { hasText: entry }).waitFor();
  await page.keyboard.press('Enter');
}

async function opensFromTree(page: Page): Promise<void> {
  await routeRows(page).filter({ hasText: 'GET /export' }).click();
  await page.locator('.tab', { hasText: 'records.py' }).first().waitFor();
  await page.locator('.statusbar-item', { hasText: 'Ln 9, Col 5' }).waitFor();
}

async function hoversOnce(page: Page): Promise<void> {
  await page.locator('.squiggly-error').nth(1).waitFor();
  // A lens that comes later moves the line away from under the pointer.
  await lens(page, 'any key is accepted').waitFor();
  await page.locator('.view-line', { hasText: 'def admin():' }).getByText('admin', { exact: true }).hover();
  const hover = page.locator('.monaco-hover:visible', { hasText: 'the key is never compared' }).first();
  await hover.getByText('any key is accepted').waitFor();
  const text = await hover.innerText();
  check(text.split('the key is never compared').length === 2, text);
  check(text.includes('records.py') && text.includes('registers /admin on records'), text);
  await page.mouse.move(700, 20);
}

async function guardsByLightBulb(page: Page, workspace: string): Promise<void> {
  const file = path.join(workspace, 'warehouse', 'records.py');
  const before = readFileSync(file, 'utf8');
  await lens(page, 'GET /export: no API key check').waitFor();
  await clickWord(page, 'def export_data():', 'export_data');
  await openLightBulb(page);
  await page.locator('.action-widget .monaco-list-row.focused', { hasText: 'Guard with @require_api_key' }).waitFor();
  await page.keyboard.press('Enter');
  await lens(page, 'guarded by require_api_key').nth(2).waitFor();
  await page.keyboard.press('Control+s');
  const route = '@records.route("/export")\n';
  const guarded = before.replace(route, `${route}@require_api_key\n`);
  await waitUntil(`${file} is saved with the guard`, () => readFileSync(file, 'utf8') === guarded);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+s');
  await lens(page, 'GET /export: no API key check').waitFor();
  await waitUntil('the file is as before', () => readFileSync(file, 'utf8') === before);
}

async function followsDisk(page: Page, workspace: string): Promise<void> {
  const file = path.join(workspace, 'warehouse', 'auth.py');
  const before = readFileSync(file, 'utf8');
  await lens(page, 'guarded by require_api_key').first().waitFor();
  writeFileSync(file, before.replace('if not key or not is_valid_key(key):', 'if not key:'));
  await lens(page, 'GET /v2/admin: any key is accepted').waitFor();
  await page.locator('.squiggly-error').nth(3).waitFor();
  writeFileSync(file, before);
  await lens(page, 'guarded by require_api_key').nth(1).waitFor();
}

async function survivesStaleFix(page: Page, workspace: string): Promise<void> {
  const file = path.join(workspace, 'warehouse', 'records.py');
  const before = readFileSync(file, 'utf8');
  await clickWord(page, 'def export_data():', 'export_data');
  await openLightBulb(page);
  // The menu was made for the text before.
  writeFileSync(file, `"""Records."""\nimport json\n\n${before}`);
  await page.locator('.view-line', { hasText: 'import json' }).waitFor();
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1000);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  await page.waitForTimeout(1000);
  check(readFileSync(file, 'utf8') === `"""Records."""\nimport json\n\n${before}`, readFileSync(file, 'utf8'));
  writeFileSync(file, before);
  await page.locator('.view-line', { hasText: 'import json' }).waitFor({ state: 'detached' });
}

async function summarisesScan(page: Page): Promise<void> {
  await runInPalette(page, 'API Key Guard: Scan Workspace');
  await page.locator('.markers-panel .monaco-list-row', { hasText: 'partners.py' }).first().waitFor();
  const message = page.locator('.notification-list-item-message', { hasText: 'guarded' });
  await message.first().waitFor();
  const text = await message.first().innerText();
  check(/^6 of 10 routes guarded, 1 public; 5 findings in 6 files \(\d/.test(text), text);
}

/** So many that a scan looks up from its work between them. */
function manyFiles(): string {
  const folder = path.join(runFolder(), 'many');
  mkdirSync(folder);
  writeFileSync(
    path.join(folder, 'app.py'),
    'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/")\ndef home():\n    return ""\n',
  );
  for (let at = 0; at < 2_000; at++) {
    const directory = path.join(folder, `package_${Math.floor(at / 200)}`);
    if (at % 200 === 0) mkdirSync(directory, { recursive: true });
    writeFileSync(path.join(directory, `module_${at}.py`), `def value_${at}():\n    return ${at}\n`);
  }
  return folder;
}

/** The server is held up meanwhile: how fast it is must not decide whether a person comes in time. */
async function cancelsScan(page: Page, editor: RunningEditor): Promise<void> {
  await whenReady(page);
  const goOn = pauseServer(editor);
  try {
    await runInPalette(page, 'API Key Guard: Scan Workspace');
    const toast = page.locator('.notification-toast', { hasText: 'API Key Guard' });
    await toast.getByText('Cancel', { exact: true }).click();
  } finally {
    goOn();
  }
  await page.locator('.notification-list-item-message', { hasText: 'Scan cancelled after' }).first().waitFor();
}
