import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import type { Result, Run } from 'sarif';
import type { Analysis, Fix } from '../../../src/core/results/results';
import { rules } from '../../../src/core/rules/registry';
import type { ProjectReport } from '../../../src/report/project-report';
import { sarifLog } from '../../../src/report/sarif/sarif-log';
import { sampleFinding, sampleReport, sampleText } from '../../support/sample-report';

const schemaFile = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
const validate = addFormats(new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })).compile(
  JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
);

/** The run of a log that the official schema accepts. */
function runOf(report: ProjectReport): Run {
  const log = sarifLog([report], rules, '1.2.3');
  assert.ok(validate(JSON.parse(JSON.stringify(log))), JSON.stringify(validate.errors, null, 1));
  const [run] = log.runs;
  assert.ok(run);
  return run;
}

function resultOf(analysis: Partial<Analysis>, changes: Partial<ProjectReport> = {}): Result {
  const [result] = runOf({ ...sampleReport(analysis), ...changes }).results ?? [];
  assert.ok(result);
  return result;
}

const insertion = { file: 'app.py', span: { start: 22, end: 22 }, newText: '@guard\n' };
const guard: Fix = { title: 'Guard it', kind: 'insert-guard', safe: true, edits: [insertion] };
const silence: Fix = { title: 'Ignore it', kind: 'ignore', safe: false, edits: [insertion] };

describe('sarifLog', () => {
  it('is refused by the schema when it is broken', () => {
    assert.ok(!validate({ version: '2.1.0', runs: [{}] }));
  });

  it('describes every rule with help, level and standards', () => {
    const { driver } = runOf(sampleReport({})).tool;
    assert.deepEqual(
      driver.rules?.map(({ id }) => id),
      rules.map(({ id }) => id),
    );
    for (const [index, rule] of (driver.rules ?? []).entries()) {
      assert.ok(rule.help?.markdown?.includes('## Use instead'), rule.id);
      const cwe = (rule.properties?.tags ?? []).filter((tag) => tag.startsWith('external/cwe/cwe-'));
      assert.equal(cwe.length, rules[index]?.cwe.length, rule.id);
    }
  });

  it('points from rules to the entries of the taxonomies', () => {
    const run = runOf(sampleReport({}));
    for (const rule of run.tool.driver.rules ?? []) {
      for (const { target } of rule.relationships ?? []) {
        const taxonomy = run.taxonomies?.[target.toolComponent?.index ?? -1];
        assert.equal(taxonomy?.taxa?.[target.index ?? -1]?.id, target.id);
        assert.equal(taxonomy?.name, target.toolComponent?.name);
      }
    }
  });

  it('gives a finding with its place, fingerprint and the way there', () => {
    const result = resultOf({ findings: [sampleFinding()] });
    assert.equal(rules[result.ruleIndex ?? -1]?.id, 'unprotected-route');
    assert.equal(result.level, 'error');
    assert.deepEqual(result.locations?.[0]?.physicalLocation, {
      artifactLocation: { uri: 'app.py', uriBaseId: '%SRCROOT%' },
      region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 },
    });
    assert.equal(result.partialFingerprints?.primaryLocationLineHash, 'f1:1');
    const flow = result.codeFlows?.[0]?.threadFlows[0]?.locations.map(({ location }) => location?.message?.text);
    assert.deepEqual(flow, ['the app has no hook', 'Anyone can call GET /x']);
    assert.equal(result.relatedLocations?.length, 1);
  });

  it('carries fixes as edits, but for those that only silence', () => {
    const { fixes } = resultOf({ findings: [sampleFinding()] }, { fixes: () => [guard, silence] });
    assert.deepEqual(fixes, [
      {
        description: { text: 'Guard it' },
        artifactChanges: [
          {
            artifactLocation: { uri: 'app.py', uriBaseId: '%SRCROOT%' },
            replacements: [
              {
                deletedRegion: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 1 },
                insertedContent: { text: '@guard\n' },
              },
            ],
          },
        ],
      },
    ]);
  });

  it('tells a marker in the code from what the baseline knows', () => {
    const marked = sampleFinding({ suppressed: { reason: 'the proxy checks' } });
    const known = sampleFinding();
    const fresh = sampleFinding();
    const report = sampleReport({ findings: [marked, known, fresh] });
    const baseline = { with: 'the baseline', reason: 'baseline', known: new Set([known]), gone: [], score: null };
    const results = runOf({ ...report, comparisons: [baseline] }).results ?? [];
    assert.deepEqual(
      results.map(({ suppressions, baselineState }) => [suppressions?.[0]?.kind, baselineState]),
      [
        ['inSource', 'new'],
        ['external', 'unchanged'],
        [undefined, 'new'],
      ],
    );
    assert.deepEqual(results[2]?.suppressions, []);
  });

  it('escapes hostile file names and names unreadable files', () => {
    const name = 'a b/é%20#?.py';
    const run = runOf({
      ...sampleReport({ findings: [sampleFinding()], unreadable: [{ file: name, reason: 'NUL bytes' }] }),
      nameOf: () => name,
    });
    const uri = run.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;
    assert.equal(uri, 'a%20b/%C3%A9%2520%23%3F.py');
    assert.equal(decodeURIComponent(uri), name);
    const [notification] = run.invocations?.[0]?.toolExecutionNotifications ?? [];
    assert.ok(notification?.message.text?.includes('NUL bytes'));
  });

  it('holds no code: a line may hold a key', () => {
    const log = JSON.stringify(sarifLog([sampleReport({ findings: [sampleFinding()] })], rules, '1.2.3'));
    assert.ok(!log.includes(sampleText.split('\n')[2] ?? ''));
  });
});
