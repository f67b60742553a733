import assert from 'node:assert/strict';
import { fillPath } from '../../../../src/core/verify/fill-path';
import { carryKey } from '../../../../src/core/verify/key-carriers';
import { planProbes, type ProbeOptions } from '../../../../src/core/verify/plan-probes';
import { sampleRoute } from '../../../support/sample-report';

const options: ProbeOptions = {
  headerName: 'X-API-Key',
  rightKey: undefined,
  wrongKey: 'made-up',
  examples: {},
  isUnsafeAllowed: false,
};

describe('fillPath', () => {
  it('fills parameters by their type', () => {
    assert.equal(
      fillPath('/a/<int:id>/<float:at>/<name>/<uuid:key>/<path:rest>', {}),
      '/a/1/1.5/x/00000000-0000-4000-8000-000000000000/x',
    );
  });

  it('obeys the options of converters', () => {
    assert.equal(fillPath('/<any(red, blue):colour>/<string(length=3):code>/<int(min=10):id>', {}), '/red/xxx/10');
  });

  it('takes examples first, and encodes them', () => {
    assert.equal(fillPath('/<name>/<path:rest>', { name: 'a/b c', rest: 'a/b c' }), '/a%2Fb%20c/a/b%20c');
  });
});

describe('carryKey', () => {
  it('puts the key wherever the code looks for one', () => {
    const carried = carryKey(
      [
        { source: 'header', name: 'X-Token' },
        { source: 'query', name: 'api_key' },
        { source: 'cookie', name: 'token' },
        { source: 'json', name: 'key' },
      ],
      'X-API-Key',
      'k=1',
    );
    assert.deepEqual(carried, {
      headers: { 'X-API-Key': 'k=1', 'X-Token': 'k=1', Cookie: 'token=k%3D1' },
      query: { api_key: 'k=1' },
    });
  });

  it('sends a key as Bearer, and a name with a password as Basic', () => {
    const sent = (key: string) => carryKey([{ source: 'authorization', name: '' }], 'X', key).headers.Authorization;
    assert.equal(sent('abc'), 'Bearer abc');
    assert.equal(sent('ada:löve'), `Basic ${Buffer.from('ada:löve').toString('base64')}`);
  });
});

describe('planProbes', () => {
  it('calls methods that change nothing, without a key, with an empty and with a wrong one', () => {
    const [get, post] = planProbes([sampleRoute({ methods: ['GET', 'POST'] })], options);
    assert.deepEqual(
      get?.probes.map(({ kind, method, target }) => `${kind} ${method} ${target}`),
      ['none GET /x', 'empty GET /x', 'wrong GET /x'],
    );
    assert.deepEqual(get.probes[0]?.headers, {});
    assert.deepEqual([post?.probes, post?.skipped], [[], 'POST may change something']);
  });

  it('calls the others when that was allowed, and with the right key when it is known', () => {
    const [post] = planProbes([sampleRoute({ methods: ['POST'] })], {
      ...options,
      rightKey: 'r',
      isUnsafeAllowed: true,
    });
    assert.deepEqual(
      post?.probes.map(({ kind }) => kind),
      ['none', 'empty', 'wrong', 'right'],
    );
  });

  it('does not call what the app does not have', () => {
    const [unmounted] = planProbes([sampleRoute({ app: null })], options);
    assert.equal(unmounted?.skipped, 'its blueprint is never mounted');
  });
});
