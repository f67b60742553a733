import type { Expression } from '../python/syntax';
import { isCredentialField, keyNameStrength, type NameStrength } from './names';

const carriers = /^(?:headers|args|form|values|cookies|json|params|query_params)$/;

/** The name that an expression goes by: of a variable, an attribute, a subscript or the field that a `.get()` asks for. */
export function nameOf(expression: Expression): string | null {
  switch (expression.kind) {
    case 'name':
      return expression.id;
    case 'attribute':
      return expression.name;
    case 'subscript':
      return textOf(expression.index) ?? nameOf(expression.index);
    default:
      return null;
  }
}

/** The text of a string constant. */
export function textOf(expression: Expression | undefined): string | null {
  return expression?.kind === 'constant' && typeof expression.value === 'string' ? expression.value : null;
}

/** `container[field]` and `container.get(field)`. */
export function fieldRead(
  read: Expression,
): { readonly container: Expression; readonly field: Expression | undefined } | null {
  if (read.kind === 'subscript') return { container: read.object, field: read.index };
  return read.kind === 'call' && read.callee.kind === 'attribute' && read.callee.name === 'get'
    ? { container: read.callee.object, field: read.arguments[0]?.value }
    : null;
}

/** The field that an expression reads from the request when callers send keys there: `request.headers.get("X-API-Key")`. */
export function readCredentialField(expression: Expression): string | null {
  const read = fieldRead(unwrapped(expression));
  if (read === null || !isCarrier(read.container)) return null;
  const { field } = read;
  const name = textOf(field) ?? (field ? nameOf(field) : null);
  if (name === null) return null;
  // A constant for the header's name, `API_KEY_HEADER`, names what is read.
  const bare = name.replace(/_?(?:header|param|parameter|arg|field|cookie|name)(?:_?name)?$/i, '');
  return isCredentialField(bare) ? name : null;
}

function isCarrier(expression: Expression): boolean {
  if (expression.kind === 'call' && expression.callee.kind === 'attribute')
    return expression.callee.name === 'get_json';
  return expression.kind === 'attribute' && carriers.test(expression.name);
}

/** How surely the value of an expression is a key, by its name alone. */
export function namedStrength(
  expression: Expression,
): { readonly name: string; readonly strength: NameStrength } | null {
  const name = nameOf(unwrapped(expression));
  return name === null ? null : { name, strength: keyNameStrength(name) };
}

/** Without `.encode()`, `.strip()`, `str(…)` and `or ""`. */
export function unwrapped(expression: Expression): Expression {
  if (expression.kind === 'boolean' && expression.operator === 'or') return unwrapped(expression.left);
  if (expression.kind !== 'call') return expression;
  const { callee } = expression;
  if (callee.kind === 'attribute' && /^(?:encode|decode|strip|lower|upper)$/.test(callee.name))
    return unwrapped(callee.object);
  const first = expression.arguments[0]?.value;
  return callee.kind === 'name' && /^(?:str|bytes)$/.test(callee.id) && first ? unwrapped(first) : expression;
}
