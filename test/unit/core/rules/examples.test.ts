/** Every rule's page shows a bad and a good example: the bad one must be found by the rule, the good one must not. */
import assert from 'node:assert/strict';
import { rules } from '../../../../src/core/rules/registry';
import { analyseTexts } from '../../../support/session';

/** What the examples leave out because every reader knows it: each line stands before an example that uses its name. */
const known: readonly (readonly [name: string, line: string])[] = [
  ['hashlib', 'import hashlib'],
  ['hmac', 'import hmac'],
  ['os', 'import os'],
  ['secrets', 'import secrets'],
  ['timedelta', 'from datetime import timedelta'],
  ['wraps', 'from functools import wraps'],
  ['jwt', 'import jwt'],
  ['session', 'from flask import session'],
  ['request', 'from flask import request'],
  ['abort', 'from flask import abort'],
  ['jsonify', 'from flask import jsonify'],
  ['redirect', 'from flask import redirect'],
  ['app', 'from flask import Flask\n\napp = Flask(__name__)'],
  ['login_required', 'from flask_login import login_required'],
  ['Limiter', 'from flask_limiter import Limiter'],
  ['check_password_hash', 'from werkzeug.security import check_password_hash'],
  ['KEY', 'KEY = load_setting("KEY")'],
  ['API_KEY', 'API_KEY = load_setting("API_KEY")'],
  ['VALID_KEYS', 'VALID_KEYS = load_settings("KEYS")'],
];

const guard = `
def require_api_key(view):
    @wraps(view)
    def wrapped(*args, **kwargs):
        if request.headers.get("X-API-Key") not in VALID_KEYS:
            abort(401)
        return view(*args, **kwargs)

    return wrapped
`;

function projectWith(example: string): ReadonlyMap<string, string> {
  const body = (/\brequire_api_key\b/.test(example) ? `${guard}\n` : '') + example;
  // What a hook does shows at a route only.
  const route = body.includes('@app.before_request') ? '\n\n@app.get("/reports")\ndef reports():\n    return {}\n' : '';
  const lines = known.filter(
    ([name]) => new RegExp(`\\b${name}\\b`).test(body) && !new RegExp(`import ${name}\\b|^${name} =`, 'm').test(body),
  );
  return new Map([['app.py', [...lines.map(([, line]) => line), '', body].join('\n') + route]]);
}

describe('examples of rules', () => {
  for (const { id, bad, good } of rules) {
    it(id, async () => {
      const found = async (example: string): Promise<readonly string[]> =>
        (await analyseTexts(projectWith(example))).findings.map(({ rule }) => rule);
      assert.ok((await found(bad)).includes(id), `not found in\n${bad}`);
      assert.ok(!(await found(good)).includes(id), `found in\n${good}`);
    });
  }
});
