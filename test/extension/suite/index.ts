/**
 * Runs the suite inside an extension host, of Node or of a web worker, hence mocha's browser build for both: the bundle
 * begins with it (`editor/prepare.ts`).
 * Which tests run depends on the workspace's folders.
 */
import * as vscode from 'vscode';
import { registerActionTests } from './action-tests';
import { registerAgentTests } from './agent-tests';
import { registerDemoTests } from './demo-tests';
import { registerFixTests } from './fix-tests';
import { registerIdleTests } from './idle-tests';
import { registerMultiRootTests } from './multi-root-tests';
import { registerReportTests } from './report-tests';

/** Called by VS Code; rejects when a test failed. The last line is for the runner outside. */
export async function run(): Promise<void> {
  mocha.setup({ ui: 'bdd', timeout: 180_000, reporter: SilentReporter as unknown as Mocha.ReporterConstructor });
  if (vscode.workspace.workspaceFolders?.[0]?.uri.path.endsWith('/no-python')) registerIdleTests();
  else if ((vscode.workspace.workspaceFolders?.length ?? 0) > 1) registerMultiRootTests();
  else {
    registerDemoTests();
    registerFixTests();
    registerActionTests();
    registerReportTests();
    registerAgentTests();
  }
  const failed = await new Promise<number>((resolve) => {
    let passed = 0;
    // Not `mocha.run`: in its browser build that one reads the address of a page, which an extension host has not.
    const runner = Mocha.prototype.run.call(mocha, (failures) => {
      console.log(`TESTS ${passed} passed, ${failures} failed`);
      resolve(failures);
    });
    runner.on('pass', (test) => {
      passed++;
      console.log(`  ✔ ${test.fullTitle()} (${test.duration ?? 0} ms)`);
    });
    runner.on('fail', (test, error: Error) => {
      console.log(`  ✘ ${test.fullTitle()}\n      ${error.stack ?? String(error)}`);
    });
  });
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

/** Mocha's own reporters want a page or a terminal; results are written above. */
function SilentReporter(this: unknown): void {
  // Nothing to set up.
}
