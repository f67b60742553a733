import { strict as assert } from 'node:assert';
import { routesDocument } from '../../../src/report/routes-document';
import { scanDocument } from '../../../src/report/scan-document';
import { sampleFinding, sampleReport, sampleRoute } from '../../support/sample-report';

describe('routesDocument', () => {
  it('has exactly the fields of version 1, places counted from 1', () => {
    const span = { start: 0, end: 3 };
    const route = sampleRoute({
      public: { reason: 'health', location: { file: 'app.py', span } },
      guards: [{ kind: 'hook', name: 'check', file: 'auth.py', span, strength: 'present' }],
    });
    const report = sampleReport({
      routes: [route],
      unreadable: [{ file: 'b.py', reason: 'contains NUL bytes' }],
      fileCount: 2,
    });
    assert.deepEqual(routesDocument([report]), {
      version: 1,
      routes: [
        {
          file: 'app.py',
          line: 3,
          column: 1,
          handler: 'view',
          endpoint: 'view',
          path: '/x',
          methods: ['GET'],
          app: 'app',
          blueprint: null,
          verdict: 'unprotected',
          public: { reason: 'health', file: 'app.py', line: 1 },
          guards: [{ kind: 'hook', name: 'check', file: 'auth.py', line: 1, strength: 'present' }],
          evidence: [{ file: 'app.py', line: 3, says: 'no check' }],
        },
      ],
      unreadable: [{ file: 'b.py', reason: 'contains NUL bytes' }],
      summary: { files: 2, routes: 1, protected: 0, conditional: 0, 'presence-only': 0, unprotected: 1, unverified: 0 },
    });
  });

  it('adds up several projects', () => {
    const one = sampleReport({ routes: [sampleRoute({ verdict: 'protected' })], fileCount: 3 });
    const two = sampleReport({ routes: [sampleRoute({ verdict: 'conditional' })], fileCount: 4 });
    const { summary } = routesDocument([one, two]);
    assert.deepEqual([summary.files, summary.routes, summary.protected, summary.conditional], [7, 2, 1, 1]);
  });
});

describe('scanDocument', () => {
  it('has exactly the fields of version 1', () => {
    const report = sampleReport({ findings: [sampleFinding()], routes: [sampleRoute()] });
    assert.deepEqual(scanDocument([report]), {
      version: 1,
      findings: [
        {
          rule: 'unprotected-route',
          severity: 'error',
          file: 'app.py',
          line: 3,
          column: 1,
          endLine: 3,
          endColumn: 9,
          message: 'Anyone can call GET /x',
          cwe: ['CWE-306'],
          owasp: ['API2:2023'],
          fixes: [{ title: 'Insert the guard' }],
          fingerprint: 'f1',
          suppressed: null,
          since: null,
        },
      ],
      unreadable: [],
      score: 0,
      grade: 'F',
      costs: [{ says: '1 route of 1: no API key check', points: 100 }],
      summary: {
        files: 1,
        routes: 1,
        protected: 0,
        conditional: 0,
        'presence-only': 0,
        unprotected: 1,
        unverified: 0,
        error: 1,
        warning: 0,
        info: 0,
        suppressed: 0,
      },
    });
  });

  it('counts suppressed findings apart', () => {
    const findings = [sampleFinding({ suppressed: { reason: 'demo' } }), sampleFinding({ severity: 'info' })];
    const { summary } = scanDocument([sampleReport({ findings })]);
    assert.deepEqual([summary.error, summary.info, summary.suppressed], [0, 1, 1]);
  });
});
