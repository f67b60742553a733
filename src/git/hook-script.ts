/** The texts that the commit hook is made of: plain `sh`, since that is what git starts, on Windows too. */
import path from 'node:path';

/** Starts our hook's file: by this line it is known again. */
export const stubMark =
  '# api-key-guard: this file is its commit hook; "api-key-guard hook uninstall" puts back what was here.';

/** Where a hook that was there before is kept, beside ours. */
export const keptSuffix = '.before-api-key-guard';

/** Runs the check of this clone, if it has one: says nothing about whose machine this is, so that it may be committed. */
const runCheck = `check="$(git rev-parse --git-common-dir)/api-key-guard/pre-commit"
if [ -f "$check" ]; then sh "$check" || exit $?; fi`;

/** What stands in the place of the hook: first the one that was there, then ours. */
export const stubScript = `#!/bin/sh
${stubMark}
if [ -x "$0${keptSuffix}" ]; then "$0${keptSuffix}" "$@" || exit $?; fi
${runCheck}
`;

/** What a person added to our file; empty where nobody did. */
export function addedToStub(script: string): string {
  const ours = new Set(stubScript.split('\n'));
  return script
    .split('\n')
    .filter((line) => !ours.has(line.trimEnd()))
    .join('\n')
    .trim();
}

const blockStart = '# api-key-guard: begin ("api-key-guard hook uninstall" removes these lines)';
const blockEnd = '# api-key-guard: end';
const block = `${blockStart}\n${runCheck}\n${blockEnd}\n`;

/** A husky script with our lines at its start, behind what must come first: nothing before them can end it. */
export function withBlock(script: string): string {
  const clean = withoutBlock(script);
  const head = /^(?:#![^\n]*\n)?(?:\. [^\n]*husky\.sh"?\n)?/.exec(clean)?.[0] ?? '';
  return head + block + clean.slice(head.length);
}

/** The script as it was. */
export function withoutBlock(script: string): string {
  const start = script.indexOf(blockStart);
  const end = script.indexOf(`${blockEnd}\n`);
  return start === -1 || end === -1 ? script : script.slice(0, start) + script.slice(end + blockEnd.length + 1);
}

/** What runs this tool. */
export interface Runner {
  /** Program that runs JavaScript: Node, or VS Code's own, which is Node when it is told so. */
  readonly node: string;
  /** `cli.js`. */
  readonly cli: string;
}

/**
 * The check itself, of one clone on one machine. An update of the extension is a new folder beside the old one, so any
 * version in that place will do; Node on PATH takes over when the editor's own is gone. Finding neither is a failure
 * with a name: a guard that is silently away guards nothing.
 */
export function checkScript({ node, cli }: Runner): string {
  return `#!/bin/sh
# Written by "api-key-guard hook install": finds keys in what is about to be committed.
for cli in ${cliPatterns(cli)}; do
  [ -f "$cli" ] || continue
  for node in ${quoted(node)} node; do
    command -v "$node" >/dev/null 2>&1 || continue
    ELECTRON_RUN_AS_NODE=1 exec "$node" "$cli" staged --quiet
  done
done
if command -v api-key-guard >/dev/null 2>&1; then exec api-key-guard staged --quiet; fi
echo 'api-key-guard: it, or Node to run it, is no longer on this machine, so nothing was checked.' >&2
echo "api-key-guard: install it again, or delete $0 to commit without it." >&2
exit 2
`;
}

const versionedFolder = /^(.*[/\\]api-key-guard\.api-key-guard-)\d[^/\\]*([/\\]dist[/\\]cli\.js)$/;

function cliPatterns(cli: string): string {
  const match = versionedFolder.exec(cli);
  return match ? `${quoted(cli)} ${quoted(match[1] ?? '')}*${quoted(match[2] ?? '')}` : quoted(cli);
}

function quoted(text: string): string {
  return `'${text.replaceAll(path.win32.sep, '/').replaceAll("'", `'\\''`)}'`;
}
