import { strict as assert } from 'node:assert';
import type { Verdict } from '../../../src/core/analysis/results';
import { scoreOf } from '../../../src/report/score';
import { sampleFinding, sampleRoute } from '../../support/sample-report';

const routes = (...verdicts: readonly Verdict[]) => verdicts.map((verdict) => sampleRoute({ verdict }));
const isPublic = { reason: 'health', location: { file: 'app.py', span: { start: 0, end: 0 } } };

describe('scoreOf', () => {
  it('is the share of guarded routes', () => {
    assert.deepEqual(scoreOf(routes('protected', 'protected', 'protected', 'unprotected'), []), {
      score: 75,
      grade: 'B',
    });
    assert.deepEqual(scoreOf(routes('conditional', 'unverified'), []), { score: 50, grade: 'D' });
    assert.deepEqual(scoreOf(routes('presence-only', 'unprotected'), []), { score: 0, grade: 'F' });
  });

  it('is 100 without a route, and for what is public on purpose', () => {
    assert.deepEqual(scoreOf([], []), { score: 100, grade: 'A' });
    assert.equal(scoreOf([sampleRoute({ public: isPublic })], []).score, 100);
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
});
