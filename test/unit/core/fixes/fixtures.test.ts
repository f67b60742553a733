/** Every repairing fix of every finding of every fixture must do what it says, compile, be idempotent and keep line ends. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { Session } from '../../../../src/core/analysis/session';
import type { Finding, Fix, Route, Verdict } from '../../../../src/core/results/results';
import { combineFixes } from '../../../../src/core/fixes/combine-fixes';
import { fixKinds, type FixKindId } from '../../../../src/core/results/fix-kinds';
import { rules } from '../../../../src/core/rules/registry';
import { applyEdits } from '../../../support/apply-edits';
import { readFixtureApps } from '../../../support/fixture-apps';
import { createSession } from '../../../support/session';

const guardable: ReadonlySet<string> = new Set(['unprotected-route', 'presence-only-check', 'conditional-check']);

/** Kinds that promise a protected route. */
const guarding: ReadonlySet<FixKindId> = new Set([
  'insert-guard',
  'create-guard',
  'move-guard',
  'guard-blueprint',
  'validate-key',
]);

/** Every changed file, before (null: created) and after. */
const changed: { name: string; before: string | null; text: string; modules: readonly string[] }[] = [];
/** `rule kind` of every fix that was offered. */
const offered = new Set<string>();

describe('fixes of the fixtures', () => {
  for (const app of readFixtureApps()) {
    it(app.name, async () => {
      const session = await open(app.files);
      for (const finding of session.analyse().findings) {
        const fixes = session.fixes(finding);
        for (const { kind } of fixes) offered.add(`${finding.rule} ${kind}`);
        if (finding.suppressed) continue;
        if (guardable.has(finding.rule) && !isOfLibrary(session, finding))
          assert.ok(
            fixes.some((fix) => guarding.has(fix.kind)),
            `no guard is offered: ${finding.message}`,
          );
        for (const fix of firstOfEachKind(fixes)) await check(app.files, session, finding, fix);
      }
      await fixAll(app.files);
    });
  }

  it('offers every kind of fix that a rule names', () => {
    const named = rules.flatMap(({ id, fixes }) =>
      fixes.filter((kind) => fixKinds[kind].repairs).map((kind) => `${id} ${kind}`),
    );
    assert.deepEqual(
      named.filter((pair) => !offered.has(pair)),
      [],
    );
    const kinds: ReadonlySet<string> = new Set(rules.flatMap(({ fixes }) => fixes));
    assert.deepEqual(
      Object.keys(fixKinds).filter((kind) => !kinds.has(kind)),
      [],
    );
  });

  it('leaves texts that Python compiles', () => {
    const script =
      'import json,sys\nfor one in json.load(sys.stdin):\n  try: compile(one["text"], one["name"], "exec")\n  except SyntaxError as error: print(one["name"], error)';
    assert.equal(runPython(script, changed), '');
    assert.ok(changed.length > 50);
  });

  it('keeps imports in the order of isort, where they were', function () {
    const script =
      'import json,sys,isort\nfor one in json.load(sys.stdin):\n  config = isort.Config(profile="black", line_length=120, known_first_party=one["modules"])\n  sorted = lambda text: isort.code(text, config=config) == text\n  if (one["before"] is None or sorted(one["before"])) and not sorted(one["text"]): print(one["name"])';
    // Debian: apt-get install python3-isort, which Debian's own interpreter finds.
    const python = ['python3', '/usr/bin/python3'].find((one) => spawnSync(one, ['-c', 'import isort']).status === 0);
    if (python === undefined) this.skip();
    else assert.equal(runPython(script, changed, python), '');
  });
});

function runPython(script: string, input: unknown, python = 'python3'): string {
  const run = spawnSync(python, ['-W', 'ignore', '-c', script], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  return run.stdout + run.stderr;
}

function firstOfEachKind(fixes: readonly Fix[]): Fix[] {
  return fixes.filter(
    (fix, index) => fixKinds[fix.kind].repairs && fixes.findIndex((other) => other.kind === fix.kind) === index,
  );
}

/** All safe fixes, again and again as `scan --fix` applies them, come to an end, make no route worse and compile. */
async function fixAll(files: ReadonlyMap<string, string>): Promise<void> {
  const session = await open(files);
  const before = session.analyse().routes;
  const texts = new Map(files);
  for (let round = 0; ; round++) {
    const { chosen, edits } = combineFixes(session.analyse().findings, (finding) => session.fixes(finding));
    if (chosen.length === 0) break;
    assert.ok(round < 10, `no end: ${chosen.map(({ fix }) => fix.title).join()}`);
    for (const [file, text] of applyEdits(texts, edits)) {
      texts.set(file, text);
      session.setText(file, text);
    }
  }
  for (const [file, text] of texts)
    if (text !== files.get(file))
      changed.push({ name: `all of ${file}`, before: files.get(file) ?? null, text, modules: modulesOf(texts) });
  noRouteIsWorse(before, session.analyse().routes, 'all safe fixes');
}

function modulesOf(files: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...files.keys()].flatMap((file) => file.replace(/\.py$/, '').split('/')))];
}

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

async function check(files: ReadonlyMap<string, string>, before: Session, finding: Finding, fix: Fix): Promise<void> {
  const fixed = applyEdits(files, fix.edits);
  const changes = fix.edits.map((edit) => `${edit.file}: ${JSON.stringify(edit.newText)}`).join('\n');
  const name = `${finding.message}\nafter: ${fix.title}\n${changes}`;
  const python = fix.edits.map((edit) => edit.file).filter((file) => file.endsWith('.py'));
  for (const file of new Set(python))
    changed.push({
      name: `${name} ${file}`,
      before: files.get(file) ?? null,
      text: fixed.get(file) ?? '',
      modules: modulesOf(fixed),
    });
  const after = await open(fixed);
  isAnswered(before, after, finding, fix, name);
  noRouteIsWorse(before.analyse().routes, after.analyse().routes, name);
  await keepsLineEnds(files, before, finding, fix, fixed);
}

/** The finding is gone, so that the fix is not offered a second time; a guarding fix leaves the route protected. */
function isAnswered(before: Session, after: Session, finding: Finding, fix: Fix, name: string): void {
  const { findings, routes } = after.analyse();
  const alike = (all: readonly Finding[]): number =>
    all.filter((one) => one.rule === finding.rule && one.message === finding.message && one.file === finding.file)
      .length;
  assert.ok(alike(findings) < alike(before.analyse().findings), `still found: ${name}`);
  const [, methods = '', path = ''] = /^([A-Z, ]+) (\S+)/.exec(finding.message) ?? [];
  if (!guarding.has(fix.kind) || path === '') return;
  const same = routes.filter(
    (route) => route.path === path && route.methods.some((method) => methods.split(', ').includes(method)),
  );
  // A fixture may register one URL on several apps: the one that was fixed counts.
  assert.ok(
    same.some((route) => route.verdict === 'protected'),
    `${same.map((route) => route.verdict).join()}: ${name}`,
  );
}

const order: readonly Verdict[] = ['unprotected', 'presence-only', 'unverified', 'conditional', 'protected'];

function noRouteIsWorse(before: readonly Route[], after: readonly Route[], name: string): void {
  const worst = (routes: readonly Route[], path: string, method: string): number =>
    Math.min(
      ...routes
        .filter((route) => route.path === path && route.methods.includes(method))
        .map((route) => order.indexOf(route.verdict)),
    );
  for (const { path, methods } of before)
    for (const method of methods)
      assert.ok(worst(after, path, method) >= worst(before, path, method), `${method} ${path} is worse: ${name}`);
}

/** The same code with Windows line ends is fixed alike, with Windows line ends. */
async function keepsLineEnds(
  files: ReadonlyMap<string, string>,
  before: Session,
  finding: Finding,
  fix: Fix,
  fixed: ReadonlyMap<string, string>,
): Promise<void> {
  const windows = (texts: ReadonlyMap<string, string>): Map<string, string> =>
    new Map([...texts].map(([file, text]) => [file, text.replaceAll(/\r?\n/g, '\r\n')]));
  const session = await open(windows(files));
  // Line ends move places, but not their order.
  const same = session.analyse().findings[before.analyse().findings.indexOf(finding)];
  assert.ok(same?.message === finding.message, `not found with CRLF: ${finding.message}`);
  const sameFix = session.fixes(same).find((one) => one.title === fix.title);
  assert.ok(sameFix, `not offered with CRLF: ${fix.title}`);
  const result = applyEdits(windows(files), sameFix.edits);
  for (const { file } of fix.edits) assert.equal(result.get(file), windows(fixed).get(file));
}

async function open(files: ReadonlyMap<string, string>): Promise<Session> {
  const session = await createSession();
  for (const [file, text] of files) session.setText(file, text);
  return session;
}
