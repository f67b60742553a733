/** A key that stands in a project must stand in nothing that the tool puts out. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { defaultSettings } from '../../src/core/analysis/settings';
import { findRule } from '../../src/report/find-rule';
import type { ProjectReport } from '../../src/report/project-report';
import { routesDocument } from '../../src/report/routes-document';
import { routesText } from '../../src/report/routes-text';
import { scanFormats, scanReport } from '../../src/report/scan-formats';
import { plainInk } from '../../src/report/ink';
import { plantedProject, type Output } from '../support/planted-keys';
import { runCommandLine } from '../support/run-command-line';
import { serverTraffic } from '../support/server-traffic';
import { createSession } from '../support/session';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder';

async function reportOf(files: ReadonlyMap<string, string>): Promise<ProjectReport> {
  const session = await createSession();
  for (const [file, text] of files) session.setText(file, text);
  const analysis = session.analyse();
  assert.ok(analysis.findings.length > 10, 'the planted keys are not found, so this tests nothing');
  return {
    analysis,
    settings: defaultSettings,
    text: (file) => session.text(file),
    nameOf: (file) => file,
    fixes: (finding) => session.fixes(finding),
    rule: findRule,
    comparisons: [],
    keyAges: new Map(),
  };
}

function written(files: ReadonlyMap<string, string>): string {
  const root = temporaryFolder({});
  for (const [file, text] of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

const quick: readonly Output[] = [
  {
    name: 'findings',
    of: async (files) => JSON.stringify((await reportOf(files)).analysis),
  },
  ...scanFormats.map((format) => ({
    name: `scan as ${format}`,
    of: async (files: ReadonlyMap<string, string>) =>
      scanReport(format, [await reportOf(files)], { ink: plainInk, verbose: true, version: '1.2.3', nonce: 'n0nce' }),
  })),
  {
    name: 'routes as text',
    of: async (files) => routesText(routesDocument([await reportOf(files)]), { ink: plainInk, verbose: true }),
  },
  { name: 'routes as JSON', of: async (files) => JSON.stringify(routesDocument([await reportOf(files)])) },
];

const slow: readonly Output[] = [
  { name: 'language server', of: (files) => serverTraffic(written(files), files) },
  {
    name: 'command line',
    of: (files) => {
      const { stdout, stderr } = runCommandLine(['scan', '--verbose'], { cwd: written(files) });
      return stdout + stderr;
    },
  },
];

describe('redaction', function () {
  this.timeout(60_000);
  afterEach(removeTemporaryFolders);

  for (const [outputs, numRuns] of [
    [quick, 20],
    [slow, 2],
  ] as const) {
    for (const output of outputs) {
      it(`no key reaches: ${output.name}`, async () => {
        await fc.assert(
          fc.asyncProperty(plantedProject, async ({ key, files }) => {
            const text = await output.of(files);
            assert.ok(text.length > 500, `${output.name} puts out next to nothing`);
            // A part of a key is a leak, too.
            assert.ok(!text.includes(key.slice(4, 16)), `${output.name} shows the key`);
          }),
          { numRuns },
        );
      });
    }
  }
});
