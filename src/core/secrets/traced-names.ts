import type { CallExpression, Expression, ModuleSyntax, Statement } from '../python/syntax';
import { fieldRead, nameOf, namedStrength, readCredentialField, textOf, unwrapped } from './credential-reads';
import { memoByObject } from '../text/memo-by-object';
import { bodiesOf, expressionsWithin } from '../python/syntax-children';
import type { Span } from '../text/span';

/** What of a constant is compared with what callers send: the entries of a dict by key or by value. */
export type TracedPart = 'keys' | 'values';

/** Stands before the name of a setting: no name of Python's begins like that. */
export const settingPrefix = 'config:';

/** Names of constants that the module compares with what a caller sent, whatever they are called: `if key in ALLOWED`. */
export const tracedNames = memoByObject((module: ModuleSyntax): ReadonlyMap<string, TracedPart> => {
  const trace = new Trace();
  trace.statements(module.body, 'credentials');
  trace.statements(module.body, 'constants');
  return trace.names;
});

class Trace {
  readonly names = new Map<string, TracedPart>();
  private readonly credentials = new Set<string>();
  /** Names of comprehensions, and where they hold. */
  private rebound: readonly (Span & { readonly name: string | null })[] = [];

  statements(body: readonly Statement[], pass: 'credentials' | 'constants'): void {
    for (const statement of body) {
      if (
        pass === 'credentials' &&
        statement.kind === 'assign' &&
        statement.value &&
        readCredentialField(statement.value)
      )
        for (const target of statement.targets) this.credentials.add(nameOf(target) ?? '');
      this.expressions(expressionsWithin(statement), pass);
      // `for key in data:` is another's name there.
      const rebound = pass === 'constants' && statement.kind === 'for' ? nameOf(statement.target) : null;
      const wasCredential = rebound !== null && this.credentials.delete(rebound);
      this.statements(bodiesOf(statement), pass);
      if (wasCredential) this.credentials.add(rebound);
      // Behind its body: there the loop's variable is seen to be compared.
      if (pass === 'constants' && statement.kind === 'for') this.alias(statement.target, statement.iterable);
    }
  }

  private expressions(nodes: readonly Expression[], pass: 'credentials' | 'constants'): void {
    if (pass === 'credentials') {
      for (const node of nodes)
        if (node.kind === 'walrus' && readCredentialField(node.value)) this.credentials.add(node.name);
      return;
    }
    this.rebound = nodes.flatMap((node) =>
      node.kind === 'comprehension'
        ? node.clauses.map(({ target }) => ({ name: nameOf(target), start: node.start, end: node.end }))
        : [],
    );
    for (const node of nodes)
      if (node.kind === 'compare') this.compared(node.operands, node.operators);
      else if (node.kind === 'call') this.called(node);
      else if (node.kind === 'subscript' && this.isCredential(node.index)) this.note(node.object, 'keys');
    // Behind what it holds, innermost first: there its variable is seen to be compared.
    for (let at = nodes.length - 1; at >= 0; at--) {
      const node = nodes[at];
      if (node?.kind === 'comprehension') for (const clause of node.clauses) this.alias(clause.target, clause.iterable);
    }
  }

  private compared(operands: readonly Expression[], operators: readonly string[]): void {
    operators.forEach((operator, index) => {
      const left = operands[index];
      const right = operands[index + 1];
      if (!left || !right) return;
      const isMember = /^(?:not\s+)?in$/.test(operator);
      if (!isMember && operator !== '==' && operator !== '!=') return;
      if (this.isCredential(left)) this.note(right, 'keys');
      else if (!isMember && this.isCredential(right)) this.note(left, 'keys');
    });
  }

  private called({ callee, arguments: given }: CallExpression): void {
    const [first, second] = given;
    if (!first) return;
    if (nameOf(callee) === 'compare_digest' && second) {
      if (this.isCredential(first.value)) this.note(second.value, 'keys');
      else if (this.isCredential(second.value)) this.note(first.value, 'keys');
    } else if (callee.kind === 'attribute' && callee.name === 'get' && this.isCredential(first.value)) {
      this.note(callee.object, 'keys');
    }
  }

  private isCredential(expression: Expression): boolean {
    if (readCredentialField(expression) !== null) return true;
    const bare = unwrapped(expression);
    if (bare.kind !== 'name') return false;
    if (this.rebound.some(({ name, start, end }) => name === bare.id && start <= bare.start && bare.end <= end))
      return false;
    // Upper case is a constant, the other side of the comparison.
    return (
      this.credentials.has(bare.id) ||
      (bare.id !== bare.id.toUpperCase() && namedStrength(bare)?.strength === 'certain')
    );
  }

  private note(expression: Expression, part: TracedPart): void {
    const bare = unwrapped(expression);
    if (bare.kind === 'call' && bare.callee.kind === 'attribute' && /^(?:keys|values)$/.test(bare.callee.name))
      this.note(bare.callee.object, bare.callee.name === 'values' ? 'values' : 'keys');
    else if (
      bare.kind === 'call' &&
      /^(?:set|list|tuple|frozenset)$/.test(nameOf(bare.callee) ?? '') &&
      bare.arguments[0]
    )
      this.note(bare.arguments[0].value, part);
    else if (bare.kind === 'name' || bare.kind === 'attribute') this.names.set(nameOf(bare) ?? '', part);
    else this.noteSetting(bare, part);
  }

  /** `app.config["ALLOWED"]`: set here, or in a file of settings. */
  private noteSetting(expression: Expression, part: TracedPart): void {
    const read = fieldRead(expression);
    const name = textOf(read?.field);
    if (name === null || read?.container.kind !== 'attribute' || read.container.name !== 'config') return;
    this.names.set(name, part);
    this.names.set(settingPrefix + name, part);
  }

  private alias(target: Expression, iterable: Expression): void {
    const name = nameOf(target);
    if (name === null || !this.names.has(name)) return;
    this.names.delete(name);
    this.note(iterable, 'keys');
  }
}
