import type { Argument, CallExpression, Expression, ModuleSyntax } from '../../python/syntax';
import { nameOf, textOf } from '../../secrets/credential-reads';
import type { Span } from '../../text/span';
import { slice, type FileText } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { walkSyntax } from '../edits/syntax-walk';

type Replacement = readonly [span: Span, newText: string];

/** Takes out what switches a token's verification off, and names the key and the algorithms where they were left out. */
export function verifyToken({ finding, source, syntax }: FixRequest): ProposedFix[] {
  const call = syntax && callAround(syntax, finding.span);
  if (!call) return [];
  const method = nameOf(call.callee) ?? '';
  // Claims that are read by hand need another library, and a key: for a person.
  if (readsJson(call)) return [];
  if (/^(?:loads|unsign)$/.test(method)) {
    const edit = appendArgument(call, 'max_age=3600');
    return edit ? [proposal(source, 'Refuse tokens older than an hour', [edit])] : [];
  }
  const model = signingIn(source, syntax, call);
  const edits = method === 'decode' ? restored(source, call, finding.span, model) : undefined;
  return edits ? [proposal(source, 'Verify the token', edits)] : [];
}

function proposal({ file }: FileText, title: string, edits: readonly Replacement[]): ProposedFix {
  return {
    title,
    edits: edits.map(([{ start, end }, newText]) => ({ file, span: { start, end }, newText })),
  };
}

function readsJson({ callee }: CallExpression): boolean {
  return nameOf(callee) === 'loads' && (callee.kind !== 'attribute' || (nameOf(callee.object) ?? '').endsWith('json'));
}

/** The innermost call that holds the place. */
function callAround(syntax: ModuleSyntax, { start, end }: Span): CallExpression | undefined {
  let found: CallExpression | undefined;
  walkSyntax(syntax.body, (node) => {
    if (node.kind === 'call' && node.start <= start && end <= node.end) found = node;
  });
  return found;
}

/** The key and algorithms with which the module signs or verifies elsewhere. */
interface Signing {
  readonly key: string | undefined;
  readonly algorithms: string;
}

function signingIn(source: FileText, syntax: ModuleSyntax, except: CallExpression): Signing {
  let key: string | undefined;
  let algorithms: string | undefined;
  walkSyntax(syntax.body, (node) => {
    if (node.kind !== 'call' || node === except || !/^(?:encode|decode)$/.test(nameOf(node.callee) ?? '')) return;
    if (!/jwt|jws/i.test(slice(source, node.callee))) return;
    const [, second] = node.arguments;
    if (second?.name === null) key ??= slice(source, second.value);
    const named = argumentOf(node, 'algorithms');
    const one = argumentOf(node, 'algorithm');
    if (named && !namesNone(named.value)) algorithms ??= slice(source, named.value);
    else if (one && !namesNone(one.value)) algorithms ??= `[${slice(source, one.value)}]`;
  });
  return { key, algorithms: algorithms ?? '["HS256"]' };
}

function argumentOf(call: CallExpression, name: string): Argument | undefined {
  return call.arguments.find((one) => one.name === name);
}

function namesNone(value: Expression): boolean {
  const items = value.kind === 'collection' ? value.items : [value];
  return items.some(
    (item) => textOf(item)?.toLowerCase() === 'none' || (item.kind === 'constant' && item.value === null),
  );
}

/** Undefined where no key is known to verify with. */
function restored(
  source: FileText,
  call: CallExpression,
  place: Span,
  model: Signing,
): readonly Replacement[] | undefined {
  const hasKey = call.arguments[1]?.name === null || argumentOf(call, 'key') !== undefined;
  if (!hasKey && model.key === undefined) return undefined;
  const given = call.arguments.findLast((one) => one.name === null);
  if (!given) return undefined;
  const edits: Replacement[] = [];
  const algorithms = argumentOf(call, 'algorithms') ?? argumentOf(call, 'algorithm');
  if (algorithms && namesNone(algorithms.value)) edits.push([algorithms.value, withoutNone(source, algorithms, model)]);
  const off = switchAt(call, place);
  const added = [...(hasKey ? [] : [model.key ?? '']), ...(algorithms ? [] : [`algorithms=${model.algorithms}`])];
  const list = added.join(', ');
  if (off) {
    // What is added takes the place of what is taken out; an argument by position must stand before those by name.
    edits.push(off.isWhole && list !== '' && hasKey ? [off.argument, list] : removal(source, off));
    if (list !== '' && !(off.isWhole && hasKey)) edits.push([{ start: given.end, end: given.end }, `, ${list}`]);
  } else {
    const edit = list === '' ? undefined : appendArgument(call, list);
    if (edit) edits.push(edit);
  }
  return edits.length > 0 ? edits : undefined;
}

function appendArgument(call: CallExpression, text: string): Replacement | undefined {
  const last = call.arguments.at(-1);
  return last && [{ start: last.end, end: last.end }, `, ${text}`];
}

function withoutNone(source: FileText, { value }: Argument, model: Signing): string {
  if (value.kind !== 'collection') return model.algorithms;
  const kept = value.items.filter((item) => !namesNone(item)).map((item) => slice(source, item));
  return kept.length > 0 ? `[${kept.join(', ')}]` : model.algorithms;
}

/** What switches verification off: an argument, or an entry of `options`. */
interface Switch {
  readonly argument: Argument;
  /** Whether nothing of the argument is left without it. */
  readonly isWhole: boolean;
  readonly entry: Span;
}

function switchAt(call: CallExpression, place: Span): Switch | undefined {
  const argument = call.arguments.find((one) => one.start <= place.start && place.end <= one.end);
  if (!argument || !/^(?:options|verify)$/.test(argument.name ?? '')) return undefined;
  const entries = argument.value.kind === 'dict' ? argument.value.entries : [];
  return { argument, isWhole: entries.length < 2, entry: place };
}

/** An argument or entry with the comma that belongs to it. */
function removal({ text }: FileText, { argument, isWhole, entry }: Switch): Replacement {
  const span = isWhole ? argument : entry;
  const before = /,\s*$/.exec(text.slice(0, span.start))?.[0].length ?? 0;
  if (before > 0) return [{ start: span.start - before, end: span.end }, ''];
  const after = /^\s*,\s*/.exec(text.slice(span.end))?.[0].length ?? 0;
  return [{ start: span.start, end: span.end + after }, ''];
}
