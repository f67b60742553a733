import type { Expression, ModuleSyntax, Statement } from '../python/syntax';
import { comparedLiterals } from './compared-literals';
import { nameOf, readCredentialField, textOf } from './credential-reads';
import { literalsOf, type StringLiteral } from './literals';
import { isPluralKeyName, keyNameStrength } from './names';
import { findProviderKey } from './provider-formats';
import { childrenOf, bodiesOf, expressionsOf } from './syntax-children';
import { valueShape } from './values';

/** Where a key literal stands. */
export type KeyContext = 'assignment' | 'entry' | 'collection' | 'argument' | 'comparison' | 'default' | 'provider';

/** A literal that is a key, with what it is called; the value must not leave this folder unredacted. */
export interface KeyLiteral extends StringLiteral {
  readonly context: KeyContext;
  /** Name of the variable, entry, argument or header; null for a key known by its format alone. */
  readonly name: string | null;
}

/** All key literals of a module, in source order; one walk. */
export function findKeyLiterals(module: ModuleSyntax): readonly KeyLiteral[] {
  const found = new Map<number, KeyLiteral>();
  const claimed = new Set<number>();
  const add = (key: KeyLiteral): void => {
    if (!claimed.has(key.start)) found.set(key.start, key);
    claimed.add(key.start);
  };
  walkStatements(module.body, new Set(), (key, group) => {
    add(key);
    for (const other of group) claimed.add(other.start);
  });
  return [...found.values()].sort((left, right) => left.start - right.start);
}

/** Takes a key, and the other literals of its collection: one finding speaks for all. */
type Found = (key: KeyLiteral, group: readonly StringLiteral[]) => void;

/** Variables of the function that hold what the caller sent as key. */
type Credentials = Set<string>;

function walkStatements(body: readonly Statement[], credentials: Credentials, found: Found): void {
  for (const statement of body) {
    if (statement.kind === 'assign' && statement.value)
      assigned(statement.targets, statement.value, credentials, found);
    if (statement.kind === 'function') {
      for (const { name, fallback } of statement.parameters) if (fallback) named('argument', name, fallback, found);
    }
    for (const expression of expressionsOf(statement)) if (expression) walkExpression(expression, credentials, found);
    walkStatements(bodiesOf(statement), statement.kind === 'function' ? new Set() : credentials, found);
  }
}

function assigned(targets: readonly Expression[], value: Expression, credentials: Credentials, found: Found): void {
  for (const target of targets) {
    if (target.kind === 'collection' && value.kind === 'collection') {
      target.items.forEach((one, index) => {
        const item = value.items[index];
        if (item) assigned([one], item, credentials, found);
      });
      continue;
    }
    const name = nameOf(target);
    if (name === null) continue;
    if (readCredentialField(value) !== null) credentials.add(name);
    else credentials.delete(name);
    if (isFlaskSecretKey(target, name)) flaskSecret(name, value, found);
    named('assignment', name, value, found);
  }
}

/** `app.secret_key = …` and `SECRET_KEY = …` sign sessions, so even words and sentences are keys there. */
function isFlaskSecretKey(target: Expression | null, name: string): boolean {
  return (
    name === 'SECRET_KEY' ||
    (name === 'secret_key' && target?.kind === 'attribute' && /app$|^application$/i.test(nameOf(target.object) ?? ''))
  );
}

function flaskSecret(name: string, value: Expression, found: Found): void {
  for (const literal of literalsOf(value, false))
    if (valueShape(literal.value) !== null) found({ ...literal, context: 'assignment', name }, []);
}

/** A value under a name: the name's certainty decides how much the value must look like a key. */
function named(context: KeyContext, name: string, value: Expression, found: Found): void {
  const strength = keyNameStrength(name);
  if (strength === null) return;
  const isPlural = isPluralKeyName(name);
  const literals = literalsOf(value, isPlural);
  const isMany = value.kind === 'collection' || value.kind === 'dict' || literals.length > 1;
  const key = literals.find((literal) => {
    const shape = valueShape(literal.value);
    return shape === 'provider' || shape === 'random' || (shape === 'mixed' && strength === 'certain');
  });
  if (key) found({ ...key, context: isMany ? 'collection' : context, name }, isMany ? literals : []);
}

function walkExpression(node: Expression, credentials: Credentials, found: Found): void {
  if (node.kind === 'dict') {
    for (const { key, value } of node.entries) {
      const name = key ? (textOf(key) ?? nameOf(key)) : null;
      if (name === 'SECRET_KEY') flaskSecret(name, value, found);
      if (name !== null) named('entry', name, value, found);
    }
  } else if (node.kind === 'call') {
    called(node, credentials, found);
  } else if (node.kind === 'compare') {
    for (const { literal, name } of comparedLiterals(node, credentials))
      found({ ...literal, context: 'comparison', name }, []);
  } else if (node.kind === 'walrus') {
    named('assignment', node.name, node.value, found);
  } else if (node.kind === 'constant' && typeof node.value === 'string' && findProviderKey(node.value)) {
    found({ value: node.value, start: node.start, end: node.end, context: 'provider', name: null }, []);
  }
  for (const child of childrenOf(node)) if (child) walkExpression(child, credentials, found);
}

const readers = /^(?:getenv|get|pop|setdefault|config|env|str|secret)$/;

function called(call: Expression & { readonly kind: 'call' }, credentials: Credentials, found: Found): void {
  const callee = nameOf(call.callee) ?? '';
  for (const argument of call.arguments) {
    if (argument.name === 'SECRET_KEY') flaskSecret(argument.name, argument.value, found);
    if (argument.name !== null) named('argument', argument.name, argument.value, found);
  }
  const [first, second] = call.arguments;
  const asked = textOf(first?.value);
  const fallback =
    call.arguments.find((argument) => argument.name === 'default') ?? (second?.name === null ? second : undefined);
  if (asked !== null && fallback && readers.test(callee)) {
    if (asked === 'SECRET_KEY') flaskSecret(asked, fallback.value, found);
    named('default', asked, fallback.value, found);
  }
  if (callee === 'compare_digest' && first && second) {
    for (const { literal, name } of comparedLiterals(
      { kind: 'compare', operators: ['=='], operands: [first.value, second.value], start: call.start, end: call.end },
      credentials,
      true,
    )) {
      found({ ...literal, context: 'comparison', name }, []);
    }
  }
}
