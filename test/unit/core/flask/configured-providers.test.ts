import assert from 'node:assert/strict';
import type { AnalysisSettings } from '../../../../src/core/results/results';
import { Session } from '../../../../src/core/analysis/session';
import { defaultSettings } from '../../../../src/core/analysis/settings';
import { readParserBinaries } from '../../../../src/workspace/parser-binaries';

const app = `
from flask import Flask
from acme_auth import requires_scope, verify

app = Flask(__name__)


@app.get("/decorated")
@requires_scope("read")
def decorated():
    return "data"


@app.get("/called")
def called():
    verify()
    return "data"
`;

async function verdicts(providers: AnalysisSettings['providers']): Promise<string[]> {
  const session = await Session.create(readParserBinaries());
  session.configure({ ...defaultSettings, providers });
  session.setText('app.py', app);
  return session.analyse().routes.map((route) => `${route.path} ${route.verdict}`);
}

describe('providers that the user configures', () => {
  it('are unverified or nothing while nobody says what they do', async () => {
    assert.deepEqual(await verdicts({}), ['/decorated unverified', '/called unprotected']);
  });

  it('are credited for what the setting says of them', async () => {
    assert.deepEqual(await verdicts({ 'acme_auth.requires_scope': 'validated', 'acme_auth.verify()': 'validated' }), [
      '/decorated protected',
      '/called protected',
    ]);
    assert.deepEqual(await verdicts({ 'acme_auth.requires_scope': 'present', 'acme_auth.verify()': 'present' }), [
      '/decorated presence-only',
      '/called presence-only',
    ]);
    assert.deepEqual(await verdicts({ 'acme_auth.requires_scope': 'optional', 'acme_auth.verify()': 'optional' }), [
      '/decorated conditional',
      '/called unprotected',
    ]);
  });

  it('are told apart by decorator and call', async () => {
    assert.deepEqual(await verdicts({ 'acme_auth.requires_scope()': 'validated', 'acme_auth.verify': 'validated' }), [
      '/decorated unverified',
      '/called unprotected',
    ]);
  });
});
