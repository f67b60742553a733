/** Claims of a JSON Web Token that code reads itself: `json.loads(b64decode(token.split(".")[1]))`. https://www.rfc-editor.org/rfc/rfc7515#section-7.1 */
import type { NamedValues } from '../python/named-values';
import type { CallExpression, Expression, FunctionDefinition, ModuleSyntax } from '../python/syntax';
import { childrenOf } from '../python/syntax-children';
import { visitModule } from '../python/visit';
import { nameOf, textOf } from '../secrets/credential-reads';
import { boundNames } from './scope';

/** Names are followed this far: a padded part, a decoded one. */
const deepest = 12;

/** The calls that read claims by hand, with the function that each stands in. */
export function claimsByHand(
  module: ModuleSyntax,
  values: NamedValues,
): readonly { readonly call: CallExpression; readonly inside: FunctionDefinition | null }[] {
  const parts = namesOfParts(module);
  const found: { call: CallExpression; inside: FunctionDefinition | null }[] = [];
  visitModule(module, (node, { function: inside }) => {
    if (node.kind !== 'call' || nameOf(node.callee) !== 'loads') return;
    const holds = (one: Expression, test: (part: Expression) => boolean, depth: number): boolean => {
      if (test(one)) return true;
      const next = one.kind === 'name' ? values(one, inside).filter((value) => value !== one) : heldIn(one);
      return depth > 0 && next.some((part) => holds(part, test, depth - 1));
    };
    const isPart = (one: Expression): boolean =>
      (one.kind === 'name' && parts.get(inside)?.has(one.id) === true) || isSplit(one);
    const isDecoded = (one: Expression): boolean =>
      one.kind === 'call' &&
      (nameOf(one.callee) ?? '').endsWith('b64decode') &&
      one.arguments.some(({ value }) => holds(value, isPart, deepest));
    if (node.arguments.some(({ value }) => holds(value, isDecoded, deepest))) found.push({ call: node, inside });
  });
  return found;
}

/** What an expression is made of; `open(part)` gives something else. */
function heldIn(node: Expression): readonly Expression[] {
  const isOther = node.kind === 'call' && node.callee.kind === 'name' && !/^(?:str|bytes)$/.test(node.callee.id);
  return isOther ? [] : childrenOf(node);
}

/** `header, payload, signature = token.split(".")` */
function namesOfParts(module: ModuleSyntax): ReadonlyMap<FunctionDefinition | null, ReadonlySet<string>> {
  const names = new Map<FunctionDefinition | null, Set<string>>();
  visitModule(module, (node, { function: inside }) => {
    if (node.kind !== 'assign' || !node.value || !isSplit(node.value)) return;
    const own = names.get(inside) ?? new Set<string>();
    names.set(inside, own);
    for (const name of node.targets.flatMap(boundNames)) own.add(name);
  });
  return names;
}

function isSplit(node: Expression): boolean {
  return node.kind === 'call' && nameOf(node.callee) === 'split' && textOf(node.arguments[0]?.value) === '.';
}
