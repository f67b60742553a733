/** The literal around a password that stands in an address, and what it is called: the whole address is a secret then. */
import type { Expression, ModuleSyntax, Statement } from '../python/syntax';
import { visitModule } from '../python/visit';
import type { Span } from '../text/span';
import { fallbacksIn } from './call-fallbacks';
import { nameOf, textOf } from './credential-reads';
import type { KeyContext, KeyLiteral } from './find-key-literals';

/** Undefined where the literal has no name, and for all that is no plain text. */
export function findAddressLiteral(module: ModuleSyntax, password: Span): KeyLiteral | undefined {
  let found: KeyLiteral | undefined;
  visitModule(module, (node) => {
    for (const { context, name, value } of namedIn(node)) {
      const { start, end } = value;
      if (value.kind !== 'constant' || typeof value.value !== 'string' || name === null) continue;
      if (start < password.start && password.end < end) found ??= { context, name, value: value.value, start, end };
    }
  });
  return found;
}

interface Named {
  readonly context: KeyContext;
  readonly name: string | null;
  readonly value: Expression;
}

function namedIn(node: Statement | Expression): readonly Named[] {
  if (node.kind === 'assign' && node.value) {
    const { value } = node;
    return node.targets.map((target) => ({ context: 'assignment', name: nameOf(target), value }));
  }
  if (node.kind === 'dict')
    return node.entries.map(({ key, value }) => ({
      context: 'entry',
      name: key ? (textOf(key) ?? nameOf(key)) : null,
      value,
    }));
  if (node.kind === 'boolean' && node.left.kind === 'call')
    return fallbacksIn(node.left, node.right).map(({ name }) => ({ context: 'default', name, value: node.right }));
  if (node.kind !== 'call') return [];
  return [
    ...fallbacksIn(node).map(({ name, value }): Named => ({ context: 'default', name, value })),
    ...node.arguments.map(({ name, value }): Named => ({ context: 'argument', name, value })),
  ];
}
