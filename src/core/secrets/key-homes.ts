/** Where a file's keys should be instead, by what the file is. */
import type { Span } from '../text/span';
import { isEnvironmentFile } from './file-formats';

interface KeyReference {
  readonly span: Span;
  readonly newText: string;
}

/** A file that can read a key from elsewhere in its own words. */
export interface KeyHome {
  /** What stands in the place of a key at a span; undefined where the text around it gives no plain way. */
  readonly replace: (text: string, key: Span, variable: string) => KeyReference | undefined;
  /** `Read API_KEY from …` */
  readonly from: string;
  /** Whether the variable is one of the environment, and so belongs into `.env.example`. */
  readonly isEnvironment: boolean;
}

const compose = /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/i;
const workflow = /(?:^|\/)\.github\/workflows\/[^/]+\.ya?ml$/;

/** The form in which a file refers to keys that stand elsewhere; undefined for one that has none of its own. */
export function keyHomeOf(file: string): KeyHome | undefined {
  // https://docs.docker.com/reference/compose-file/interpolation/: `:?` stops where the variable is unset or empty.
  if (compose.test(file))
    return { replace: inPlace((name) => `\${${name}:?}`), from: 'the environment', isEnvironment: true };
  // https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
  if (workflow.test(file))
    return {
      replace: inPlace((name) => `\${{ secrets.${name} }}`),
      from: "the repository's secrets",
      isEnvironment: false,
    };
  if (shell.test(file)) return { replace: inShell, from: 'the environment', isEnvironment: true };
  if (dockerfile.test(file)) return { replace: inImage, from: 'the environment', isEnvironment: true };
  return undefined;
}

function inPlace(reference: (variable: string) => string): KeyHome['replace'] {
  return (_text, span, variable) => ({ span, newText: reference(variable) });
}

/**
 * `"${API_KEY:?}"` stops where the variable is unset: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06_02
 * Not in a script with a text of its own (`<<EOF`), where quotes mean nothing.
 */
function inShell(text: string, key: Span, variable: string): KeyReference | undefined {
  const part = text.includes('<<') ? undefined : shellPart(text, key);
  if (!part) return undefined;
  const reference = `\${${variable}:?}`;
  if (part.quote === '"') return { span: key, newText: reference };
  if (part.quote === '') return { span: key, newText: `"${reference}"` };
  const before = text.slice(part.start + 1, key.start);
  const behind = text.slice(key.end, part.end - 1);
  // What double quotes would read as something else keeps its single ones.
  const isPlain = !/["$`\\]/.test(before + behind);
  return { span: part, newText: isPlain ? `"${before}${reference}${behind}"` : `'${before}'"${reference}"'${behind}'` };
}

/** The part of a word, in quotes or without any, that a span stands in; undefined in a comment, or where a quote stays open. */
function shellPart(text: string, key: Span): (Span & { readonly quote: string }) | undefined {
  const from = text.lastIndexOf('\n', key.start) + 1;
  const lineEnd = text.indexOf('\n', key.end);
  const line = text.slice(from, lineEnd === -1 ? text.length : lineEnd);
  const parts = /"(?:[^"\\]|\\.)*"|'[^']*'|(?<!\S)#.*$|\\.|[^\s"'\\]+|\s+|["']/g;
  for (const { 0: part, index } of line.matchAll(parts)) {
    const start = from + index;
    const end = start + part.length;
    if (part === '"' || part === "'") return undefined;
    if (end < key.end) continue;
    const quote = /^["']/.exec(part)?.[0] ?? '';
    return start <= key.start && !part.startsWith('#') ? { start, end, quote } : undefined;
  }
  return undefined;
}

/** A line of its own, of a variable that the build does not read: it is given when the container starts. https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/ */
function inImage(text: string, key: Span, variable: string): KeyReference | undefined {
  const start = text.lastIndexOf('\n', key.start) + 1;
  const end = /\r?$/m.exec(text.slice(key.end))?.index ?? 0;
  const line = { start, end: key.end + end };
  const [, name = ''] =
    /^[ \t]*ENV[ \t]+(\w+)(?:=(["']?)[^\s"'\\]+\2|[ \t]+[^\s"'\\]+)[ \t]*$/.exec(text.slice(line.start, line.end)) ??
    [];
  const isContinued = /\\[ \t]*\r?\n$/.test(text.slice(Math.max(0, start - 40), start));
  if (name === '' || isContinued || new RegExp(`\\$\\{?${name}\\b`).test(text)) return undefined;
  return { span: line, newText: `# ${variable} is given when the container starts: docker run --env ${variable}` };
}

const shell = /\.(?:sh|bash|zsh|ksh)$/i;
const dockerfile = /(?:^|\/)(?:Dockerfile|Containerfile)[^/]*$|\.dockerfile$/i;
const settings = /\.(?:ya?ml|toml|ini|cfg|conf|config|properties|json5?|jsonc|tfvars)$/i;

/** What a person does about a key in this file, with the duty that comes with it. */
export function remedyIn(file: string, isManifest = false): string {
  const rotate = 'and rotate it if it was ever committed.';
  if (isEnvironmentFile(file))
    return 'keep this file out of the repository, and rotate the key if it was ever committed.';
  if (isManifest) return `base64 hides nothing: seal it, or have an operator fetch it, ${rotate}`;
  if (compose.test(file)) return `let compose read it from the environment, as in \${API_KEY:?}, ${rotate}`;
  if (workflow.test(file)) return `read it from the repository's secrets, as in \${{ secrets.API_KEY }}, ${rotate}`;
  if (dockerfile.test(file))
    return `an image shows it to all who have it: pass it when the container starts, ${rotate}`;
  if (settings.test(file)) return `let the program read it from the environment instead of this file, ${rotate}`;
  return `read it from the environment, ${rotate}`;
}
