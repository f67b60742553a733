/** What a session says after an edit is what a new session says of the same texts. */
import assert from 'node:assert/strict';
import type { Session } from '../../../../src/core/analysis/session';
import { readFixtureApps, type FixtureApp } from '../../../support/fixture-apps';
import { createSession } from '../../../support/session';

type EditLines = (lines: readonly string[], at: number) => readonly string[];

/** Lines that are typed in, taken out or changed; each is tried at a place of every file of every eighth app, other apps for each. */
const edits: Readonly<Record<string, EditLines>> = {
  'an empty line': (lines, at) => [...lines.slice(0, at), '', ...lines.slice(at)],
  'a line less': (lines, at) => [...lines.slice(0, at), ...lines.slice(at + 1)],
  'a refusal turned into nothing': (lines) => lines.map((line) => line.replace(/\babort\(40[13]\)/, 'pass')),
  'a comparison turned round': (lines) => lines.map((line) => line.replace(/ != | not in /, ' == ')),
  'a half-typed line': (lines, at) => [...lines.slice(0, at), '    request.headers.get(', ...lines.slice(at)],
};

describe('Session after an edit', () => {
  for (const [number, [name, edit]] of Object.entries(edits).entries())
    it(`says what a new session says: ${name}`, async () => {
      for (const [index, app] of readFixtureApps().entries())
        if (index % 8 === number) await compareAfter(app, edit, index);
    });
});

/** What is typed at the end of a line, a few keys at a time; VS Code closes brackets and quotes as they are opened. */
const typed = [
  '\n',
  '    ',
  'x',
  '=',
  'r',
  '.h',
  '()',
  '["',
  'a"]',
  '\n',
  '    if x',
  ':',
  ' abort(401)',
  '\n\n',
  '# so',
  '"""',
];

describe('Session while a line is typed', () => {
  for (const [number, at] of [0.3, 0.6, 0.9].entries())
    it(`says what a new session says, ${String(at * 100)} % down each file`, async () => {
      for (const [index, app] of readFixtureApps().entries())
        if (index % 30 === number * 10) await compareTyping(app, at);
    });
});

/** A route typed at the top level, with all its half-typed lines, a comment, and what is typed away again. */
const typedAtTop = [
  '\n\n',
  '@app',
  '.get',
  '(',
  '"/typed"',
  ')',
  '\n',
  'def typed(',
  '):\n',
  '    return {}',
  '\n\n# so\n',
  'x = (',
  ')',
];

/** Half a decorator behind its last function lies in no statement: once, the error was lost there. */
const errorBehindBody = 'credentials/query_is_true';

describe('Session between analyses', () => {
  for (const stride of [1, 2, 5])
    it(`says what a new session says, asked at each ${String(stride)}. press, evaluations given up between`, async function () {
      this.timeout(120_000);
      for (const [index, app] of readFixtureApps().entries())
        if (index % 24 === stride || app.name === errorBehindBody) await compareBetween(app, stride);
    });
});

describe('Session after an edit of a view that others rest on', () => {
  it('follows what a session value is worth', async () => {
    const app = readFixtureApps().find(({ name }) => name === 'credentials/session_put_in_by_anybody');
    const [file, text] = [...(app?.files ?? [])][0] ?? ['', ''];
    const verdicts = async (after: string): Promise<unknown> => {
      session.setText(file, after);
      assert.deepEqual(summary(session), summary(await sessionOf(new Map([[file, after]]))));
      return session.analyse().routes.map(({ path, verdict }) => `${path} ${verdict}`);
    };
    const session = await sessionOf(new Map([[file, text]]));
    const before = await verdicts(text);
    const checked = await verdicts(text.replace('    session["name"] =', '    abort(401)\n    session["name"] ='));
    assert.notDeepEqual(checked, before);
    assert.deepEqual(await verdicts(text), before);
  });
});

/** Types in a function and at the top level in turn; what is not asked for is followed or given up half-way. */
async function compareBetween(app: FixtureApp, stride: number): Promise<void> {
  const session = await sessionOf(app.files);
  session.analyse();
  const texts = new Map(app.files);
  const [file, text] = [...app.files].find(([name]) => name.endsWith('.py')) ?? ['', ''];
  let press = 0;
  for (const [keys, at] of [
    [typed, text.indexOf('\n', text.length * 0.7)],
    [typedAtTop, text.length],
    [['    request.headers.get(', '"a"', ')\n'], text.lastIndexOf('\n', text.length * 0.8) + 1],
  ] as const) {
    let offset = at;
    for (const key of keys) {
      const before = texts.get(file) ?? '';
      texts.set(file, before.slice(0, offset) + key + before.slice(offset));
      offset += key.length;
      session.setText(file, texts.get(file) ?? '');
      press++;
      if (press % stride === 0) {
        const fresh = await sessionOf(texts);
        assert.deepEqual(summary(session), summary(fresh), `${app.name} after ${JSON.stringify(key)} in ${file}`);
      } else if (press % 3 === 0) session.follow();
      else giveUp(session, press);
    }
  }
  assert.deepEqual(summary(session), summary(await sessionOf(texts)), app.name);
}

/** Begins to evaluate, as a server does between two presses, and leaves it. */
function giveUp(session: Session, steps: number): void {
  if (session.follow()) return;
  const evaluation = session.analyseInSteps();
  for (let step = 0; step < steps && !evaluation.next().done; step++);
}

async function compareTyping(app: FixtureApp, at: number): Promise<void> {
  const session = await sessionOf(app.files);
  session.analyse();
  const texts = new Map(app.files);
  for (const [file, text] of app.files) {
    let offset = text.indexOf('\n', text.length * at);
    if (!file.endsWith('.py') || offset < 0) continue;
    for (const keys of typed) {
      const before = texts.get(file) ?? '';
      texts.set(file, before.slice(0, offset) + keys + before.slice(offset));
      offset += keys.length;
      session.setText(file, texts.get(file) ?? '');
      const fresh = await sessionOf(texts);
      assert.deepEqual(summary(session), summary(fresh), `${app.name} after ${JSON.stringify(keys)} in ${file}`);
    }
  }
}

async function compareAfter(app: FixtureApp, edit: EditLines, seed: number): Promise<void> {
  const session = await sessionOf(app.files);
  session.analyse();
  const texts = new Map(app.files);
  for (const [file, text] of app.files) {
    const lines = text.split('\n');
    texts.set(file, edit(lines, (seed * 7 + lines.length * 3) % lines.length).join('\n'));
    session.setText(file, texts.get(file) ?? '');
    const fresh = await sessionOf(texts);
    assert.deepEqual(summary(session), summary(fresh), `${app.name} after an edit of ${file}`);
  }
}

async function sessionOf(files: ReadonlyMap<string, string>): Promise<Session> {
  const session = await createSession();
  for (const [file, text] of files) session.setText(file, text);
  return session;
}

function summary(session: Session): unknown {
  const { routes, findings, unreadable } = session.analyse();
  return { routes, findings: findings.map((finding) => ({ ...finding })), unreadable };
}
