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
  return undefined;
}

function inPlace(reference: (variable: string) => string): KeyHome['replace'] {
  return (_text, span, variable) => ({ span, newText: reference(variable) });
}

/**
 * `"${API_KEY:?}"` stops where the variable is unset: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_06_02
 * Only for the whole value of an assignment, and in no script with a text of its own (`<<EOF`), where quotes mean nothing.
 */
function inShell(text: string, { start, end }: Span, variable: string): KeyReference | undefined {
  const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
  const [, quote] = /^[ \t]*(?:export[ \t]+|readonly[ \t]+)?[A-Za-z_]\w*=(["']?)$/.exec(line) ?? [];
  if (quote === undefined || text.includes('<<') || !text.startsWith(quote, end)) return undefined;
  const isWhole = /^(?:[ \t;&#]|\r?\n|$)/.test(text.slice(end + quote.length, end + quote.length + 2));
  return isWhole
    ? { span: { start: start - quote.length, end: end + quote.length }, newText: `"\${${variable}:?}"` }
    : undefined;
}

const shell = /\.(?:sh|bash|zsh|ksh)$/i;
const settings = /\.(?:ya?ml|toml|ini|cfg|conf|config|properties|json5?|jsonc|tfvars)$/i;

/** What a person does about a key in this file, with the duty that comes with it. */
export function remedyIn(file: string, isManifest = false): string {
  const rotate = 'and rotate it if it was ever committed.';
  if (isEnvironmentFile(file))
    return 'keep this file out of the repository, and rotate the key if it was ever committed.';
  if (isManifest) return `base64 hides nothing: seal it, or have an operator fetch it, ${rotate}`;
  if (compose.test(file)) return `let compose read it from the environment, as in \${API_KEY:?}, ${rotate}`;
  if (workflow.test(file)) return `read it from the repository's secrets, as in \${{ secrets.API_KEY }}, ${rotate}`;
  if (/(?:^|\/)(?:Dockerfile|Containerfile)[^/]*$|\.dockerfile$/i.test(file))
    return `an image shows it to all who have it: pass it when the container starts, ${rotate}`;
  if (settings.test(file)) return `let the program read it from the environment instead of this file, ${rotate}`;
  return `read it from the environment, ${rotate}`;
}
