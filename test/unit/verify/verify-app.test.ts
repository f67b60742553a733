import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { allowedBase } from '../../../src/verify/loopback';
import { verifyApp, type VerifyOptions } from '../../../src/verify/verify-app';
import { sampleRoute } from '../../support/sample-report';

const options: VerifyOptions = {
  headerName: 'X-API-Key',
  rightKey: undefined,
  examples: {},
  isUnsafeAllowed: false,
  limits: { requestsPerSecond: 1000, timeout: 60_000 },
  mostRequests: 10,
  progress: () => undefined,
};

async function whileServing(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  test: (base: string) => Promise<void>,
): Promise<void> {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await test(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('allowedBase', () => {
  it('takes this machine by all its names', () => {
    for (const address of ['http://127.0.0.1:5000', 'http://localhost', 'http://[::1]:5000/api', 'https://127.9.9.9'])
      assert.equal(allowedBase(address, []), address);
    assert.equal(allowedBase('127.0.0.1:5000/', []), 'http://127.0.0.1:5000');
  });

  it('refuses other machines, unless allowed by name', () => {
    for (const address of [
      'http://example.org',
      'http://127.0.0.1.example.org',
      'http://0x7f.example',
      'http://10.0.0.1',
    ])
      assert.throws(() => allowedBase(address, []), /is not this machine/);
    assert.equal(allowedBase('https://example.org/api/', ['Example.org']), 'https://example.org/api');
  });

  it('refuses what is no http address, and keys in it', () => {
    assert.throws(() => allowedBase('ftp://localhost', []), /no http address/);
    assert.throws(() => allowedBase('http://a:b@localhost', []), /must not hold/);
  });
});

describe('verifyApp', () => {
  it('follows no redirect, and keeps nothing of its query', async () => {
    const asked: string[] = [];
    await whileServing(
      (request, response) => {
        asked.push(request.url ?? '');
        response.writeHead(302, { location: 'http://127.0.0.1:1/login?next=/x&token=abc' }).end();
      },
      async (base) => {
        const [one] = await verifyApp(base, [sampleRoute({ verdict: 'protected' })], options);
        assert.deepEqual(one?.answers.none, { status: 302, location: 'http://127.0.0.1:1/login' });
        assert.equal(one.observed, 'refuses');
        assert.deepEqual(asked, ['/x', '/x', '/x']);
      },
    );
  });

  it('gives up on an answer that does not come', async () => {
    await whileServing(
      () => undefined,
      async (base) => {
        const [one] = await verifyApp(base, [sampleRoute()], {
          ...options,
          limits: { ...options.limits, timeout: 300 },
        });
        assert.deepEqual([one?.skipped, one?.observed], ['no answer within 0.3 s', 'unclear']);
      },
    );
  });

  it('says that nothing listens', async () => {
    let closed = '';
    await whileServing(
      () => undefined,
      (base) => {
        closed = base;
        return Promise.resolve();
      },
    );
    await assert.rejects(verifyApp(closed, [sampleRoute()], options), /nothing listens at/);
  });

  it('sends nothing when it would be too much', async () => {
    const routes = Array.from({ length: 4 }, () => sampleRoute());
    await assert.rejects(verifyApp('http://127.0.0.1:1', routes, options), /12 requests are needed and at most 10/);
  });
});
