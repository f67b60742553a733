/** `action.yml`: its own shell steps, run here. What other actions and `gh` do is GitHub's; what they are given is tested. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { action, runAction } from '../support/run-action';
import { removeTemporaryFolders, temporaryFolder } from '../support/temporary-folder';

const open = 'from flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get("/open")\ndef view():\n    return "x"\n';

function workspace(): string {
  return temporaryFolder({ 'shop/app.py': open, 'pyproject.toml': '' });
}

describe('action.yml', () => {
  afterEach(removeTemporaryFolders);

  it('takes inputs as variables only: none becomes code', () => {
    for (const { name, run } of action.runs.steps) assert.ok(!run?.includes('${{'), name);
    const folder = workspace();
    const hostile = '"; touch pwned; $(touch pwned) `touch pwned` \'';
    const run = runAction(folder, { inputs: { path: hostile, baseline: hostile, 'fail-on': hostile } });
    assert.equal(run.status, 2);
    assert.ok(!existsSync(path.join(folder, 'pwned')));
  });

  it('builds the command where the release has none', () => {
    assert.deepEqual(runAction(workspace(), { isFresh: true }).calls, ['npm action ci --no-audit --no-fund']);
  });

  it('fails on findings, after it has uploaded them and said the score', () => {
    const run = runAction(workspace(), {});
    assert.equal(run.status, 1);
    assert.deepEqual([run.outputs.score, run.outputs.grade], ['0', 'F']);
    const { sarif_file: file, category } = run.ran['Upload to code scanning'] ?? {};
    assert.equal(category, 'api-key-guard');
    const sarif = readFileSync(file ?? '', 'utf8');
    assert.ok(sarif.includes('"uri": "shop/app.py"'), sarif);
    assert.ok(run.summary.includes('## API Key Guard: 0/100 (F)'), run.summary);
    assert.ok(run.printed.includes('GET /open can be called by anyone'), run.printed);
    assert.equal(run.ran['Comment on the pull request'], undefined);
  });

  it('obeys its inputs', () => {
    const inputs = { path: 'shop\n', 'fail-on': 'never', 'upload-sarif': 'false', comment: 'false' };
    const quiet = runAction(workspace(), { inputs, pullRequest: 7 });
    assert.equal(quiet.status, 0);
    assert.deepEqual(quiet.calls, []);
    assert.deepEqual(Object.keys(quiet.ran), ['Build the command', 'Scan', 'Result']);
    assert.equal(runAction(workspace(), { inputs: { ...inputs, 'min-score': '50' } }).status, 1);
    const wrong = runAction(workspace(), { inputs: { ...inputs, 'new-since': 'gone' }, pullRequest: 7 });
    assert.equal(wrong.status, 2);
    assert.match(wrong.printed, /^api-key-guard: .*\n$/);
  });

  it('comments on a pull request, and brings its own comment up to date', () => {
    const first = runAction(workspace(), { pullRequest: 7 });
    const [list, post, ...rest] = first.calls;
    assert.match(list ?? '', /^gh \S+ api --paginate repos\/owner\/shop\/issues\/7\/comments --jq /);
    assert.match(post ?? '', /^gh \S+ api --silent repos\/owner\/shop\/issues\/7\/comments -F body=@\S+report\.md$/);
    assert.deepEqual([rest, first.status], [[], 1]);
    const [, patch] = runAction(workspace(), { pullRequest: 7, comment: 12 }).calls;
    assert.match(patch ?? '', /--method PATCH repos\/owner\/shop\/issues\/comments\/12 -F body=@\S+report\.md$/);
  });

  it('fails for its findings only where it may not comment', () => {
    const refused = runAction(workspace(), { pullRequest: 7, comment: null, inputs: { 'fail-on': 'never' } });
    assert.equal(refused.status, 0);
    assert.ok(refused.printed.includes('::notice::API Key Guard may not comment here'), refused.printed);
  });
});
