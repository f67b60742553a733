import type { Expression, ModuleSyntax, Statement } from '../../python/syntax';
import { nameOf, textOf } from '../../secrets/credential-reads';
import { isRepeatable, keyTestAt } from './caller-operand';
import { slice, type FileText } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { libraryReference } from '../edits/library-reference';
import { requireToo } from './stricter-test';
import { enclosingFunction, pathTo, type SyntaxNode } from '../edits/syntax-path';

/** `sent == KEY` becomes `hmac.compare_digest(sent.encode(), KEY.encode())`: bytes, since texts must be ASCII there. */
export function compareDigest(request: FixRequest): ProposedFix[] {
  const { finding, source, syntax } = request;
  const path = syntax ? pathTo(syntax, finding.span) : [];
  const test = keyTestAt(source, path);
  const node = path.at(-1);
  if (test?.kind !== 'equality' || !node) return [];
  const reference = libraryReference(request, 'hmac', 'compare_digest', node.start);
  if (!reference) return [];
  const isTested = isTestedBeside(source, path, test.sent);
  const isLeftOut = isMissing(test.known);
  // An empty key must not equal one that is unset.
  if (isLeftOut && !isTested && !isRepeatable(test.sent)) return [];
  const sent = isTested || isLeftOut ? bytesOf(source, test.sent) : sentBytes(source, path, test.sent);
  const known = isLeftOut ? `(${slice(source, test.known)} or "").encode()` : bytesOf(source, test.known);
  const call = `${reference.text}(${sent}, ${known})`;
  const replacement = test.admits ? call : `not ${call}`;
  const edit =
    isLeftOut && !isTested
      ? requireToo(source, {
          path,
          admits: test.admits,
          condition: slice(source, test.sent),
          order: 'before',
          replacement,
        })
      : { file: source.file, span: { start: node.start, end: node.end }, newText: replacement };
  if (!edit) return [];
  // What is no text has no bytes: then every caller would be refused, the right one as well.
  const certainty = isCertainlyText(test.known, syntax) ? {} : { safe: false as const };
  return [{ title: 'Compare with hmac.compare_digest', edits: [...reference.edits, edit], ...certainty }];
}

/** `os.environ.get("API_KEY")` is None where the variable is unset. */
function isMissing(known: Expression): boolean {
  if (known.kind !== 'call') return false;
  const name = nameOf(known.callee);
  return (name === 'get' || name === 'getenv') && known.arguments.length === 1;
}

/** Whether the same condition tests the key first: `if not key or key != KEY`. */
function isTestedBeside(source: FileText, path: readonly SyntaxNode[], sent: Expression): boolean {
  const parent = path.at(-2);
  if (parent?.kind !== 'boolean' || parent.left === path.at(-1)) return false;
  const text = slice(source, parent.left);
  const key = slice(source, sent);
  return text === key || text === `not ${key}` || text === `${key} is None` || text === `${key} is not None`;
}

/** The caller's key as bytes; nothing sent counts as an empty key. */
function sentBytes(source: FileText, path: readonly SyntaxNode[], sent: Expression): string {
  const text = slice(source, sent);
  if (isOneGet(sent)) return `${text.slice(0, -1).trimEnd()}, "").encode()`;
  if (
    /^(?:subscript|fstring|binary)$/.test(sent.kind) ||
    isBytes(sent) ||
    isTextCall(sent) ||
    isAssignedText(source, path, sent)
  )
    return bytesOf(source, sent);
  return `(${text} or "").encode()`;
}

/** `….get("X-API-Key")`, whose answer is None where nothing was sent. */
function isOneGet(node: Expression): boolean {
  return (
    node.kind === 'call' &&
    node.callee.kind === 'attribute' &&
    node.callee.name === 'get' &&
    node.arguments.length === 1 &&
    node.arguments[0]?.name === null
  );
}

/** `….get("X-API-Key", "")`, and what methods of texts give. */
function isTextCall(node: Expression): boolean {
  if (node.kind !== 'call' || node.callee.kind !== 'attribute') return false;
  const { name } = node.callee;
  if (name === 'get') return typeof textOf(node.arguments[1]?.value) === 'string';
  return /^(?:strip|lstrip|rstrip|lower|upper|replace|removeprefix|removesuffix|decode|hexdigest)$/.test(name);
}

/** A name that the function around gives a text in any case, as `key = request.headers["X-API-Key"]`. */
function isAssignedText(source: FileText, path: readonly SyntaxNode[], sent: Expression): boolean {
  const around = enclosingFunction(path);
  if (sent.kind !== 'name' || !around) return false;
  const values = valuesOf(around.body, (target) => target.kind === 'name' && target.id === sent.id);
  return (
    values.length > 0 && values.every((value) => /(?:\[["'][\w-]+["']\]|, ?["']["']\))$/.test(slice(source, value)))
  );
}

/** What statements assign to a target. */
function valuesOf(body: readonly Statement[], isTarget: (target: Expression) => boolean): readonly Expression[] {
  return body.flatMap((statement) =>
    statement.kind === 'assign' && statement.value && statement.targets.some(isTarget) ? [statement.value] : [],
  );
}

function isBytes(node: Expression): boolean {
  if (node.kind === 'constant') return node.bytes === true;
  return node.kind === 'call' && node.callee.kind === 'attribute' && /^(?:encode|digest)$/.test(node.callee.name);
}

function bytesOf(source: FileText, node: Expression): string {
  const text = slice(source, node);
  if (isBytes(node)) return text;
  const isAtom = /^(?:name|attribute|subscript|call|constant|fstring)$/.test(node.kind);
  return isAtom ? `${text}.encode()` : `(${text}).encode()`;
}

/** A literal or a variable of the environment, also by the name that the module gives it. */
function isCertainlyText(known: Expression, syntax: ModuleSyntax | undefined): boolean {
  switch (known.kind) {
    case 'constant':
      return typeof known.value === 'string';
    case 'fstring':
      return true;
    case 'subscript':
      return known.object.kind === 'attribute' && known.object.name === 'environ';
    case 'call':
      return (
        isMissing(known) || (nameOf(known.callee) === 'getenv' && typeof textOf(known.arguments[1]?.value) === 'string')
      );
    case 'name': {
      const values = valuesOf(syntax?.body ?? [], (target) => nameOf(target) === known.id);
      return values.length > 0 && values.every((value) => !isMissing(value) && isCertainlyText(value, undefined));
    }
    default:
      return false;
  }
}
