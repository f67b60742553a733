/** The first fix of every route finding of every fixture must guard the route, compile, and not be offered again. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { Session } from '../../../../src/core/analysis/session';
import type { Finding, Fix } from '../../../../src/core/analysis/results';
import { fixKinds } from '../../../../src/core/fixes/fix-kinds';
import { rules } from '../../../../src/core/rules/registry';
import { applyEdits } from '../../../support/apply-edits';
import { readFixtureApps } from '../../../support/fixture-apps';
import { createSession } from '../../../support/session';

const guardable = new Set(['unprotected-route', 'presence-only-check', 'conditional-check']);
const guarding = new Set(['insert-guard', 'create-guard', 'move-guard']);

const compiled: { name: string; text: string }[] = [];
/** `rule kind` of every fix that was offered. */
const offered = new Set<string>();

describe('fixes of the fixtures', () => {
  for (const app of readFixtureApps()) {
    it(app.name, async () => {
      const session = await open(app.files);
      for (const finding of session.analyse().findings) {
        for (const { kind } of session.fixes(finding)) offered.add(`${finding.rule} ${kind}`);
        if (!guardable.has(finding.rule) || finding.suppressed || isOfLibrary(session, finding)) continue;
        const name = `${app.name} ${finding.message}`;
        const fix = guardOf(session, finding);
        assert.ok(fix, `no guard is offered: ${name}`);
        await check(app.files, name, finding, fix);
      }
    });
  }

  it('offers every kind of fix that a rule names', () => {
    const named = rules.flatMap(({ id, fixes }) => fixes.map((kind) => `${id} ${kind}`));
    assert.deepEqual(
      named.filter((pair) => !offered.has(pair)),
      [],
    );
    const kinds = new Set(rules.flatMap(({ fixes }) => fixes));
    assert.deepEqual(
      Object.keys(fixKinds).filter((kind) => !(kinds as ReadonlySet<string>).has(kind)),
      [],
    );
  });

  it('leaves texts that Python compiles', () => {
    const script =
      'import json,sys\nfor one in json.load(sys.stdin):\n  try: compile(one["text"], one["name"], "exec")\n  except SyntaxError as error: print(one["name"], error)';
    const run = spawnSync('python3', ['-W', 'ignore', '-c', script], {
      input: JSON.stringify(compiled),
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    assert.equal(run.stdout + run.stderr, '');
    assert.ok(compiled.length > 50);
  });
});

/** A view that a library's class hands down has no code here that a guard could be put on. */
function isOfLibrary(session: Session, finding: Finding): boolean {
  return session
    .analyse()
    .routes.some(
      ({ location, handler, endpoint }) =>
        location.file === finding.file &&
        location.span.start === finding.span.start &&
        handler === endpoint &&
        endpoint.includes('.'),
    );
}

async function check(files: ReadonlyMap<string, string>, name: string, finding: Finding, fix: Fix): Promise<void> {
  const fixed = applyEdits(files, fix.edits);
  for (const edit of fix.edits) compiled.push({ name: `${name} ${edit.file}`, text: fixed.get(edit.file) ?? '' });
  const session = await open(fixed);
  const [, methods = '', path = ''] = /^([A-Z, ]+) (\S+)/.exec(finding.message) ?? [];
  const routes = session
    .analyse()
    .routes.filter(
      (route) =>
        route.path === path &&
        route.methods.some((method) => methods.split(', ').includes(method)) &&
        route.location.file === finding.file,
    );
  // A fixture may register one URL on several apps: the one that was fixed counts.
  assert.ok(
    routes.some((route) => route.verdict === 'protected'),
    `${name} is ${routes.map((route) => route.verdict).join()} after: ${fix.title}\n${fix.edits.map((edit) => edit.newText).join('---\n')}`,
  );
  const left = session
    .analyse()
    .findings.find((one) => guardable.has(one.rule) && one.message === finding.message && one.file === finding.file);
  assert.equal(left, undefined, `${name} is still found after: ${fix.title}`);
}

async function open(files: ReadonlyMap<string, string>): Promise<Session> {
  const session = await createSession();
  for (const [file, text] of files) session.setText(file, text);
  return session;
}

function guardOf(session: Session, finding: Finding): Fix | undefined {
  return session.fixes(finding).find((fix) => guarding.has(fix.kind));
}
