/** What an editor shows comes, and is that of the last text, whatever was opened, typed and closed while a scan ran. */
import assert from 'node:assert/strict';
import { LineIndex } from '../../../src/core/text/line-index';
import { lensTitle } from '../../../src/server/verdict-words';
import { flaskService } from '../../bench/flask-service';
import { EditorClient, type Shown } from '../../support/editor-client';
import { createSession } from '../../support/session';
import { removeTemporaryFolders, temporaryFolder } from '../../support/temporary-folder';

const services = 4;
/** A loaded machine is slow; a lost answer never comes. */
const longestWait = 40_000;

describe('Language server while a person is quick', function () {
  this.timeout(120_000);
  const files = new Map<string, string>();
  for (let number = 0; number < services; number++)
    for (const [file, text] of flaskService(`service_${number}`, number)) files.set(`service_${number}/${file}`, text);
  let client: EditorClient | undefined;

  afterEach(() => {
    client?.stop();
    removeTemporaryFolders();
  });

  it('shows what belongs to the last text', async () => {
    const editor = (client = await EditorClient.start(temporaryFolder(Object.fromEntries(files))));
    const texts = new Map(files);
    const type = async (file: string, text: string): Promise<void> => {
      texts.set(file, text);
      await (editor.shown.has(file) ? editor.change(file, text) : editor.open(file, text));
    };
    // Before the workspace is read, and while it is scanned.
    await type('service_0/users.py', textOf('service_0/users.py'));
    const scan = editor.scan();
    for (let round = 0; round < 5; round++) {
      await typeInView(`service_${round % services}/orders.py`, type);
      await typeRoute(`service_${round % services}/admin.py`, type);
      const closed = `service_${round % services}/users.py`;
      await type(closed, `# typed and thrown away\n${textOf(closed)}`);
      await editor.close(closed);
      texts.set(closed, textOf(closed));
      await type(closed, round % 2 === 0 ? textOf(closed) : `\n\n${textOf(closed)}`);
    }
    await scan;
    await agrees(editor, texts);
    // A bracket that stays open for longer than the server waits, and is closed in the end.
    const guard = textOf('service_1/auth.py');
    await type('service_1/auth.py', guard.replace('abort(401)', 'abort((401'));
    await new Promise((resolve) => setTimeout(resolve, 2500));
    await type('service_1/auth.py', guard.replace('abort(401)', 'pass'));
    await agrees(editor, texts);
  });

  function textOf(file: string): string {
    return files.get(file) ?? '';
  }

  /** Key by key, faster than anything is judged. */
  async function typeInView(file: string, type: (file: string, text: string) => Promise<void>): Promise<void> {
    const before = textOf(file);
    const at = before.indexOf('\n    items = []');
    const line = '\n    value = request.args.get("value")';
    for (let length = 1; length <= line.length; length += 3)
      await type(file, before.slice(0, at) + line.slice(0, length) + before.slice(at));
    await type(file, before.slice(0, at) + line + before.slice(at));
  }

  async function typeRoute(file: string, type: (file: string, text: string) => Promise<void>): Promise<void> {
    const before = textOf(file);
    const route = '\n\n@admin_blueprint.delete("/typed")\ndef typed():\n    return {}\n';
    for (let length = 1; length <= route.length; length += 7) await type(file, before + route.slice(0, length));
    await type(file, before + route);
  }
});

/** Waits until all that is shown of the open documents is what a new session says of the texts. */
async function agrees(editor: EditorClient, texts: ReadonlyMap<string, string>): Promise<void> {
  const session = await createSession();
  for (const [file, text] of texts) session.setText(file, text);
  const { routes, findings } = session.analyse();
  const end = Date.now() + longestWait;
  for (const [file, shown] of editor.shown) {
    const index = new LineIndex(texts.get(file) ?? '');
    const lineOf = ({ span }: { span: { start: number } }): number => index.positionAt(span.start).line;
    const here = routes.filter(({ location }) => location.file === file);
    const expected = {
      lenses: here.map((route) => `${lineOf(route.location)} ${lensTitle(route, false)}`),
      diagnostics: findings.filter((one) => one.file === file).map((one) => `${lineOf(one)} ${one.message}`),
    };
    while (Date.now() < end && JSON.stringify(said(shown)) !== JSON.stringify(expected))
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.deepEqual(said(shown), expected, file);
    const [first] = here;
    if (first) assert.ok(await editor.hover(file, lineOf(first.location)), `hover in ${file}`);
  }
}

function said({ lenses, diagnostics }: Shown): unknown {
  return {
    lenses: lenses.map(({ range, command }) => `${range.start.line} ${command?.title ?? ''}`),
    diagnostics: diagnostics.map(
      ({ range, message }) => `${range.start.line} ${typeof message === 'string' ? message : message.value}`,
    ),
  };
}
