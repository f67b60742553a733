import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Severity, Verdict } from '../../../src/core/results/results';
import { scoreOf } from '../../../src/report/score';
import { sampleFinding, sampleRoute } from '../../support/sample-report';

const routes = (...verdicts: readonly Verdict[]) => verdicts.map((verdict) => sampleRoute({ verdict }));
const isPublic = { reason: 'health', location: { file: 'app.py', span: { start: 0, end: 0 } } };

describe('scoreOf', () => {
  it('is the share of guarded routes', () => {
    const graded = (...verdicts: readonly Verdict[]) => {
      const { score, grade } = scoreOf(routes(...verdicts), []);
      return `${score} ${grade}`;
    };
    assert.equal(graded('protected', 'protected', 'protected', 'unprotected'), '75 B');
    assert.equal(graded('conditional', 'unverified'), '50 D');
    assert.equal(graded('presence-only', 'unprotected'), '0 F');
  });

  it('is 100 without a route, and for what is public on purpose', () => {
    assert.deepEqual(scoreOf([], []), { score: 100, grade: 'A', costs: [] });
    assert.equal(scoreOf([sampleRoute({ public: isPublic })], []).score, 100);
  });

  it('counts as the status bar does: public routes are no part of the whole', () => {
    const some = [...routes('protected', 'unprotected'), sampleRoute({ public: isPublic })];
    assert.deepEqual(scoreOf(some, []).costs, [{ says: '1 route of 2: no API key check', points: 50 }]);
  });

  it('is not 100 when one route of many is open', () => {
    const many = [
      ...routes('unprotected'),
      ...Array.from({ length: 999 }, () => sampleRoute({ verdict: 'protected' })),
    ];
    assert.equal(scoreOf(many, []).score, 99);
  });

  it('takes off for findings that no verdict tells, once, 50 at most', () => {
    const key = sampleFinding({ rule: 'hard-coded-key' });
    assert.equal(scoreOf([], [key, sampleFinding({ rule: 'key-in-url', severity: 'warning' })]).score, 87);
    assert.equal(
      scoreOf(
        [],
        Array.from({ length: 30 }, () => key),
      ).score,
      50,
    );
    assert.equal(scoreOf(routes('protected'), [sampleFinding()]).score, 100);
    assert.equal(
      scoreOf(
        [],
        [
          { ...key, suppressed: { reason: 'test key' } },
          { ...key, severity: 'info' },
        ],
      ).score,
      100,
    );
  });

  it('says what cost how many points', () => {
    const key = sampleFinding({ rule: 'hard-coded-key' });
    assert.deepEqual(scoreOf(routes('protected', 'unprotected', 'conditional'), [key, key]).costs, [
      { says: '1 route of 3: no API key check', points: 33 },
      { says: '1 route of 3: some requests skip the key check', points: 17 },
      { says: '2 errors of hard-coded-key, 10 points each', points: 20 },
    ]);
    assert.deepEqual(
      scoreOf(
        routes('unprotected'),
        Array.from({ length: 6 }, () => key),
      ).costs.slice(1),
      [
        { says: '6 errors of hard-coded-key, 10 points each', points: 60 },
        { says: 'findings cost 50 points at most', points: -10 },
        { says: 'a score does not go below 0', points: -50 },
      ],
    );
  });

  it('adds its costs up to what is missing to 100', () => {
    const verdict = fc.constantFrom<Verdict>('protected', 'conditional', 'presence-only', 'unprotected', 'unverified');
    const finding = fc
      .record({
        rule: fc.constantFrom('hard-coded-key', 'key-in-url'),
        severity: fc.constantFrom<Severity>('error', 'warning', 'info'),
      })
      .map(sampleFinding);
    fc.assert(
      fc.property(fc.array(verdict), fc.array(finding), (verdicts, findings) => {
        const { score, costs } = scoreOf(routes(...verdicts), findings);
        assert.equal(
          costs.reduce((sum, { points }) => sum + points, 0),
          100 - score,
        );
        assert.ok(costs.every(({ points }) => Number.isInteger(points)));
      }),
    );
  });
});
