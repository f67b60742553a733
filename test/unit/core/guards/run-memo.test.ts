import assert from 'node:assert/strict';
import { createSession } from '../../../support/session';
import type { Route } from '../../../../src/core/results/results';

/** Long enough to be remembered; asks for what tells requests apart, keeps what it found, and may refuse. */
const guard = `
from flask import Flask, abort, g, request
import os

app = Flask(__name__)

def find_user(kind):
    key = request.headers.get("X-API-Key")
    found = None
    ${Array.from({ length: 12 }, (_, at) => `if request.args.get("a${String(at)}") == "x": found = [kind, "${String(at)}", request.method]`).join('\n    ')}
    if kind == "open" and request.path.startswith("/public"):
        return found
    if not key:
        abort(401)
    if key != os.environ["API_KEY"]:
        if kind == "lax" and request.endpoint == "lax":
            return found
        abort(403)
    g.seen = [found]
    return found
`;

const views = [
  ['/public/a', 'first', 'find_user("open")'],
  ['/private/a', 'second', 'find_user("open")'],
  ['/private/b', 'third', 'find_user("open")'],
  ['/lax', 'lax', 'find_user("lax")'],
  ['/strict', 'strict', 'find_user("lax")'],
  ['/private/d', 'again', 'find_user("closed")'],
  ['/private/c/<name>', 'fourth', 'find_user("closed")'],
  ['/twice', 'fifth', 'find_user("closed"), find_user("closed"), g.seen.append(1)'],
  ['/sent', 'sixth', 'find_user(request.args.get("kind"))'],
  ['/public/b', 'seventh', 'find_user("open")'],
].map(
  ([path = '', name = '', body = '']) => `\n@app.route("${path}")\ndef ${name}(**given):\n    return str([${body}])\n`,
);

describe('runs that are remembered', () => {
  it('leave every route the verdict and evidence that it has alone', async () => {
    const together = await routesOf(views.join(''));
    const alone = await Promise.all(views.map(routesOf));
    assert.deepEqual(together.map(said), alone.flat().map(said));
    assert.deepEqual(
      new Set(together.map(({ verdict }) => verdict)),
      new Set(['presence-only', 'protected', 'unprotected']),
    );
  });
});

async function routesOf(text: string): Promise<readonly Route[]> {
  const session = await createSession();
  session.setText('app.py', guard + text);
  return session.analyse().routes;
}

function said({ path, verdict, evidence, guards, credentials }: Route): unknown {
  return { path, verdict, credentials, says: evidence.map(({ says }) => says), names: guards.map(({ name }) => name) };
}
