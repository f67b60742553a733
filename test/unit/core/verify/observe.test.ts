import assert from 'node:assert/strict';
import { agrees, type Answers, keyKinds, observe } from '../../../../src/core/verify/observe';

/** Answers in the order none, empty, wrong, right; a text is a redirect's target. */
function answered(...given: readonly (number | string)[]): Answers {
  return Object.fromEntries<Answers[keyof Answers]>(
    given.map((one, at) => [
      keyKinds[at] ?? '',
      typeof one === 'number' ? { status: one, location: null } : { status: 302, location: one },
    ]),
  );
}

describe('observe', () => {
  const cases: readonly (readonly [string, Answers])[] = [
    ['open', answered(200, 200, 200)],
    ['open', answered(200, 401, 401)],
    ['any-key', answered(401, 401, 200)],
    ['any-key', answered(403, 200, 403)],
    ['refuses', answered(401, 401, 401)],
    ['refuses', answered(401, 401, 403, 401)],
    ['guarded', answered(401, 401, 401, 200)],
    ['refuses', answered('/login', '/login', '/login')],
    ['open', answered('/orders/1', '/orders/1', '/orders/1')],
    ['unclear', answered(404, 404, 404)],
    ['unclear', answered(404, 404, 404, 404)],
    ['guarded', answered(400, 400, 404, 200)],
    ['unclear', answered(500, 500, 500, 200)],
    ['unclear', answered(401, 401, 500)],
  ];
  for (const [expected, answers] of cases)
    it(`${keyKinds.flatMap((kind) => answers[kind]?.location ?? answers[kind]?.status ?? []).join(', ')}: ${expected}`, () => {
      assert.equal(observe(answers), expected);
    });
});

describe('agrees', () => {
  it('compares what was seen with the verdict', () => {
    assert.equal(agrees('protected', 'guarded'), true);
    assert.equal(agrees('protected', 'open'), false);
    assert.equal(agrees('protected', 'any-key'), false);
    assert.equal(agrees('unprotected', 'open'), true);
    assert.equal(agrees('unprotected', 'refuses'), false);
    assert.equal(agrees('presence-only', 'any-key'), true);
    assert.equal(agrees('presence-only', 'open'), false);
    assert.equal(agrees('conditional', 'open'), true);
    assert.equal(agrees('conditional', 'guarded'), true);
  });

  it('leaves open what cannot be told', () => {
    assert.equal(agrees('unverified', 'open'), null);
    assert.equal(agrees('protected', 'unclear'), null);
    assert.equal(agrees('presence-only', 'refuses'), null);
  });
});
