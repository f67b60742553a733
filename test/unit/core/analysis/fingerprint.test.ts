import { strict as assert } from 'node:assert';
import { normalisedCode } from '../../../../src/core/analysis/fingerprint';
import type { Finding } from '../../../../src/core/results/results';
import { analyseTexts } from '../../../support/session';

async function findings(text: string, file = 'app.py'): Promise<readonly Finding[]> {
  return (await analyseTexts(new Map([[file, text]]))).findings;
}

const fingerprints = async (text: string, file?: string) =>
  (await findings(text, file)).map(({ fingerprint }) => fingerprint);

const app = 'from flask import Flask\napp = Flask(__name__)\n';
const open = '@app.get("/export")\ndef export():\n    return "all"\n';
// In no provider's format, and assembled here only.
const fakeKey = ['q7Zk2mXv', '9RtB4nWs', '8LpD1cHy'].join('');

describe('fingerprints', () => {
  it('stay the same when lines move, are indented otherwise, or get a comment', async () => {
    const before = await fingerprints(app + open);
    assert.equal(before.length, 1);
    assert.deepEqual(await fingerprints(`"""Exports."""\n\n${app}\n\n\n${open}`), before);
    assert.deepEqual(await fingerprints(app + open.replace('export():', 'export( ) :  # all of it')), before);
  });

  it('differ by file, handler, path and methods', async () => {
    const all = [
      ...(await fingerprints(app + open)),
      ...(await fingerprints(app + open, 'other.py')),
      ...(await fingerprints(app + open.replace('def export', 'def export_all'))),
      ...(await fingerprints(app + open.replace('/export', '/all'))),
      ...(await fingerprints(app + open.replace('get', 'delete'))),
    ];
    assert.equal(new Set(all).size, 5);
  });

  it('tell identical lines of one symbol apart, in their order', async () => {
    const line = `    client = Client(api_key="${fakeKey}")\n`;
    const twice = await findings(`def connect():\n${line}${line}`);
    assert.equal(twice.length, 2);
    assert.notEqual(twice[0]?.fingerprint, twice[1]?.fingerprint);
    const [once] = await findings(`def connect():\n${line}`);
    assert.equal(twice[0]?.fingerprint, once?.fingerprint);
    const [elsewhere] = await findings(`class Store:\n    def connect():\n    ${line}`);
    assert.deepEqual([once?.symbol, elsewhere?.symbol], ['connect', 'Store.connect']);
    assert.notEqual(elsewhere?.fingerprint, once?.fingerprint);
  });

  it('say nothing of a key', async () => {
    const before = await fingerprints(`API_KEY = "${fakeKey}"\n`);
    assert.equal(before.length, 1);
    assert.deepEqual(await fingerprints(`API_KEY = '${fakeKey.slice(8) + fakeKey.slice(0, 8)}'\n`), before);
  });
});

describe('normalisedCode', () => {
  it('leaves out literals, comments and what formatters change', () => {
    const code = `if key  in ( 'a', "b\\"c" ),  # who?`;
    assert.equal(normalisedCode(code, null), 'ifkeyin("","")');
    assert.equal(normalisedCode('x = """a text', null), 'x=""');
  });

  it('hides a key that has no quotes', () => {
    assert.equal(normalisedCode('API_KEY=abcdef', { start: 8, end: 14 }), 'API_KEY=""');
  });
});
