/** Kubernetes `Secret` manifests: what stands under `data` is no more than base64. https://kubernetes.io/docs/concepts/configuration/secret/ */
import type { Entry } from './text-entries';
import { valueShape } from './values';

/** Entries that tell where, not what. */
const noKey = /(?:user(?:name)?|login|email|host(?:name)?|port|url|uri|endpoint|database|db|region|bucket|name)$/i;
const certificate = /\.crt$|\.pem$|certificate/i;
const isSecret = /^[ \t]*(?:-[ \t]+)?kind:\s*(["']?)Secret\1\s*$/im;
/** Keys in a manifest of many documents are read document by document. */
const documents = /^---[^\n]*$/gm;

/** The keys of the `Secret`s in a YAML text; each entry's value is what stands there. */
export function readKubernetesSecrets(text: string): readonly Entry[] {
  if (!isSecret.test(text)) return [];
  const starts = [0, ...[...text.matchAll(documents)].map(({ index }) => index)];
  return starts.flatMap((start, at) => {
    const document = text.slice(start, starts[at + 1] ?? text.length);
    return isSecret.test(document) ? entriesOf(document, start) : [];
  });
}

function entriesOf(document: string, offset: number): readonly Entry[] {
  return [
    ...document.matchAll(/^[ \t]*(?:-[ \t]+)?(data|stringData):[ \t]*\r?\n((?:[ \t]+[^\n]*\n?|[ \t]*\r?\n)+)/gm),
  ].flatMap((block) => {
    const [whole, kind = '', lines = ''] = block;
    const start = offset + block.index + whole.length - lines.length;
    return [
      ...lines.matchAll(/^([ \t]+["']?([\w.-]{1,80})["']?:[ \t]*(?:[|>][+-]?[ \t]*\r?\n[ \t]+)?["']?)([^\s"'#|>]+)/gm),
    ].flatMap((line) => {
      const [, before = '', name = '', value = ''] = line;
      const at = start + line.index + before.length;
      return isKey(name, kind === 'data' ? decoded(value) : value)
        ? [{ name, value, isQuoted: true, start: at, end: at + value.length }]
        : [];
    });
  });
}

/** A manifest says of everything in it that it is secret, so the name need not. */
function isKey(name: string, plain: string | undefined): boolean {
  if (plain === undefined || noKey.test(name) || certificate.test(name)) return false;
  if (plain.includes('PRIVATE KEY-----') || plain.includes('"auth"')) return true;
  const shape = valueShape(plain, 6);
  return shape !== null && shape !== 'text';
}

/** Text behind base64; undefined for what is none. */
function decoded(value: string): string | undefined {
  if (value.length > 20_000 || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return undefined;
  try {
    return atob(value).trimEnd();
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}
