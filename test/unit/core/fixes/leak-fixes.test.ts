/** The code that fixes of leaks leave, form by form. */
import assert from 'node:assert/strict';
import type { FixKindId } from '../../../../src/core/results/fix-kinds';
import { applyEdits } from '../../../support/apply-edits';
import { createSession } from '../../../support/session';

/** The last line of a text after its last finding was fixed; undefined where no fix of the kind is offered. */
async function fixed(kind: FixKindId, ...lines: readonly string[]): Promise<string | undefined> {
  const text = `${lines.join('\n')}\n`;
  const session = await createSession();
  session.setText('app.py', text);
  const fix = session
    .analyse()
    .findings.flatMap((finding) => session.fixes(finding))
    .find((one) => one.kind === kind);
  return (
    fix &&
    applyEdits(new Map([['app.py', text]]), fix.edits)
      .get('app.py')
      ?.trimEnd()
      .split('\n')
      .at(-1)
  );
}

/** What the fix writes in place of a test of the key inside a view. */
async function compared(test: string): Promise<string | undefined> {
  const view = ['@app.get("/report")', 'def report():', '    key = request.headers.get("X-API-Key")'];
  const head = [
    'import os',
    'from flask import Flask, abort, request',
    'app = Flask(__name__)',
    'KEY = os.environ["API_KEY"]',
  ];
  const lines = [...head, ...view, `    if ${test}: abort(401)`];
  const session = await createSession();
  session.setText('app.py', `${[...lines, '    return {}'].join('\n')}\n`);
  const finding = session.analyse().findings.find(({ rule }) => rule === 'timing-unsafe-comparison');
  const fix = finding && session.fixes(finding).find(({ kind }) => kind === 'compare-digest');
  return fix?.edits.at(-1)?.newText;
}

describe('compare-digest', () => {
  const forms: readonly (readonly [test: string, fixed: string])[] = [
    ['key != KEY', 'not hmac.compare_digest((key or "").encode(), KEY.encode())'],
    ['not (key == KEY)', 'hmac.compare_digest((key or "").encode(), KEY.encode())'],
    ['KEY != key', 'not hmac.compare_digest((key or "").encode(), KEY.encode())'],
    ['not key or key != KEY', 'not hmac.compare_digest(key.encode(), KEY.encode())'],
    [
      'request.headers.get("X-API-Key", "").strip() != KEY',
      'not hmac.compare_digest(request.headers.get("X-API-Key", "").strip().encode(), KEY.encode())',
    ],
    [
      'key != os.environ.get("API_KEY")',
      'not key or not hmac.compare_digest(key.encode(), (os.environ.get("API_KEY") or "").encode())',
    ],
  ];
  for (const [test, expected] of forms)
    it(test, async () => {
      assert.equal(await compared(test), expected);
    });
});

describe('read-from-header', () => {
  const forms: readonly (readonly [before: string, after: string])[] = [
    ['key = request.args.get("api_key")', 'key = request.headers.get("X-API-Key")'],
    ["key = request.args['apikey']", "key = request.headers['X-API-Key']"],
    ['token = request.args.get("access_token", "")', 'token = request.headers.get("X-Access-Token", "")'],
    ['key = request.headers.get("X-Key") or request.args.get("api_key")', 'key = request.headers.get("X-Key")'],
    [
      'parser.add_argument("api_key", location="args")',
      'parser.add_argument("X-API-Key", dest="api_key", location="headers")',
    ],
  ];
  for (const [before, after] of forms)
    it(before, async () => {
      assert.equal(await fixed('read-from-header', 'from flask import request', before), after);
    });

  it('has none for a part of the path', async () => {
    const lines = ['@app.get("/by/<api_key>")', 'def by(api_key): return {}'];
    assert.equal(
      await fixed('read-from-header', 'from flask import Flask', 'app = Flask(__name__)', ...lines),
      undefined,
    );
  });
});

describe('redact-argument', () => {
  const forms: readonly (readonly [before: string, after: string])[] = [
    ['logger.info("%s %s %s", user, api_key, secret_key)', 'logger.info("%s %s %s", user, "***", "***")'],
    ['logger.info(f"{user} sent {api_key!r:>20}")', 'logger.info(f"{user} sent ***")'],
    ["logger.info('key ' + api_key)", "logger.info('key ' + '***')"],
    ['logger.info("{} {key}".format(user, key=api_key))', 'logger.info("{} {key}".format(user, key="***"))'],
    ['logger.info("%(key)s", {"key": api_key, "user": user})', 'logger.info("%(key)s", {"key": "***", "user": user})'],
  ];
  for (const [before, after] of forms)
    it(before, async () => {
      assert.equal(await fixed('redact-argument', before), after);
    });
});

describe('verify-token', () => {
  const forms: readonly (readonly [before: string, after: string])[] = [
    [
      'claims = jwt.decode(token, KEY, options={"verify_signature": False, "require": ["exp"]}, algorithms=["HS256"])',
      'claims = jwt.decode(token, KEY, options={"require": ["exp"]}, algorithms=["HS256"])',
    ],
    [
      'claims = jwt.decode(token, KEY, options={"require": ["exp"], "verify_signature": False})',
      'claims = jwt.decode(token, KEY, algorithms=["HS256"], options={"require": ["exp"]})',
    ],
    ['claims = jwt.decode(token, KEY, verify=False)', 'claims = jwt.decode(token, KEY, algorithms=["HS256"])'],
    ['claims = jwt.decode(token, KEY)', 'claims = jwt.decode(token, KEY, algorithms=["HS256"])'],
    [
      'claims = jwt.decode(token, KEY, algorithms=["none", "RS256"])',
      'claims = jwt.decode(token, KEY, algorithms=["RS256"])',
    ],
  ];
  for (const [before, after] of forms)
    it(before, async () => {
      assert.equal(await fixed('verify-token', 'import jwt', before), after);
    });

  it('has none where no key is known', async () => {
    const call = 'claims = jwt.decode(token, options={"verify_signature": False})';
    assert.equal(await fixed('verify-token', 'import jwt', call), undefined);
  });
});

describe('debug-from-environment', () => {
  it('leaves a text for the environment as it is', async () => {
    assert.equal(await fixed('debug-from-environment', 'import os', 'os.environ["FLASK_DEBUG"] = "1"'), undefined);
  });
});
