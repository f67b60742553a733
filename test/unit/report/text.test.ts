import { strict as assert } from 'node:assert';
import type { Analysis } from '../../../src/core/results/results';
import { ansiInk, plainInk } from '../../../src/report/ink';
import { routesDocument, unreadableFiles } from '../../../src/report/routes-document';
import { routesText } from '../../../src/report/routes-text';
import { ruleText } from '../../../src/report/rule-text';
import { countFindings, explainedFindings, projectScore } from '../../../src/report/scan-document';
import { scanText } from '../../../src/report/scan-text';
import { sampleFinding, sampleReport, sampleRoute } from '../../support/sample-report';

const plain = { ink: plainInk, verbose: false };
const verbose = { ink: plainInk, verbose: true };
const span = { start: 0, end: 0 };

function routes(analysis: Partial<Analysis>, options = plain): string {
  return routesText(routesDocument([sampleReport(analysis)]), options);
}

function scan(analysis: Partial<Analysis>, options = plain): string {
  const projects = [sampleReport(analysis)];
  const findings = explainedFindings(projects);
  const summary = countFindings(projects);
  const report = { findings, unreadable: unreadableFiles(projects), ...projectScore(projects), summary, trends: [] };
  return scanText(report, options);
}

describe('routesText', () => {
  const guard = { kind: 'decorator', name: 'require_api_key', file: 'app.py', span, strength: 'validated' } as const;
  const mixed = [
    sampleRoute(),
    sampleRoute({ path: '/longer', handler: 'other', verdict: 'protected', guards: [guard] }),
    sampleRoute({ path: '/h', app: null, public: { reason: 'health', location: { file: 'app.py', span } } }),
  ];

  it('shows one aligned line per route and the evidence of problems', () => {
    assert.equal(
      routes({ routes: mixed, unreadable: [{ file: 'b.py', reason: 'contains NUL bytes' }] }),
      [
        'app.py',
        '  3  ✗  GET  /x       view   no API key check',
        '      ↳ app.py:3  no check',
        '  3  ✓  GET  /longer  other  guarded by require_api_key',
        '  3  ○  GET  /h       view   public: health (never mounted)',
        '',
        '1 file could not be judged, or only in part',
        '  b.py  contains NUL bytes',
        '',
        '3 routes in 1 file: 1 protected · 1 unprotected · 1 public',
        '',
      ].join('\n'),
    );
  });

  it('shows all evidence when asked', () => {
    assert.equal(routes({ routes: mixed }, verbose).match(/↳/g)?.length, 3);
  });

  it('says when there is nothing', () => {
    assert.equal(routes({}), 'No Flask routes in 1 file.\n');
  });

  it('lets no name drive the terminal or turn the direction of writing', () => {
    const hostile = '\u001b[2J\r\u202e\u0007';
    const location = { file: hostile, span };
    const route = sampleRoute({
      path: hostile,
      handler: hostile,
      location,
      evidence: [{ ...location, says: hostile }],
    });
    const finding = sampleFinding({ file: hostile, message: hostile });
    const unreadable = [{ file: hostile, reason: hostile }];
    for (const text of [routes({ routes: [route], unreadable }), scan({ findings: [finding], unreadable })]) {
      assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u202e]/);
      assert.ok(text.includes('\\u001b[2J\\u000d\\u202e\\u0007'), text);
    }
  });

  it('is the same text with colours', () => {
    const coloured = routes({ routes: mixed }, { ink: ansiInk, verbose: false });
    assert.equal(coloured.replace(/\u001b\[\d+m/g, ''), routes({ routes: mixed }));
    assert.notEqual(coloured, routes({ routes: mixed }));
  });
});

describe('scanText', () => {
  const findings = [sampleFinding(), sampleFinding({ severity: 'warning', suppressed: { reason: 'demo' } })];

  it('shows findings with their steps, without suppressed ones', () => {
    assert.equal(
      scan({ findings, routes: [sampleRoute()] }),
      [
        'app.py',
        '  3:1  ✖ Anyone can call GET /x  unprotected-route',
        '         ↳ app.py:1  the app has no hook',
        '',
        '✖ 1 error · 1 suppressed · 0 of 1 route guarded · 1 file · score 0/100 (F)',
        '',
      ].join('\n'),
    );
  });

  it('shows suppressed findings and fixes when asked', () => {
    const text = scan({ findings }, verbose);
    assert.match(text, /– Anyone can call GET \/x  unprotected-route \(suppressed: demo\)/);
    assert.match(text, /fix: Insert the guard/);
  });

  it('counts what is public on purpose neither as guarded nor as unguarded', () => {
    const reason = { reason: 'health', location: { file: 'app.py', span } };
    const open = sampleRoute({ public: reason });
    const guarded = sampleRoute({ verdict: 'protected' });
    assert.match(scan({ routes: [open, guarded] }), /· 1 of 1 route guarded, 1 public ·/);
    assert.match(scan({ routes: [open] }), /· 1 public route ·/);
  });

  it('is one line when all is well', () => {
    assert.equal(
      scan({ routes: [sampleRoute({ verdict: 'protected' })] }),
      '✓ no findings · 1 of 1 route guarded · 1 file · score 100/100 (A)\n',
    );
  });
});

describe('ruleText', () => {
  it('shows why, both examples and the standards', () => {
    const rule = sampleReport({}).rule('unprotected-route');
    assert.ok(rule);
    assert.equal(
      ruleText(rule, plainInk),
      [
        'unprotected-route  Nobody checks the key (error)',
        '',
        'Because.',
        '',
        'Bad:',
        '    bad()',
        '',
        'Good:',
        '    good()',
        '',
        'CWE-306 · OWASP API Security Top 10 2023: API2:2023 · PCI DSS 4.0: 6.2.4',
        '',
      ].join('\n'),
    );
  });
});
