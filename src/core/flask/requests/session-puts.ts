import { isOfCredential } from '../../semantics/values/credential-check';
import { originsOf } from '../../semantics/expressions/checks';
import type { Site } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import { type CallArguments, type InstanceValue, type SymbolValue, type Value } from '../../semantics/values/values';

/** Notes what code puts into the session, unless somebody vouches for it. */
export function notePut(name: string, value: Value, { location }: Site, state: State): void {
  // A name that the code computes is one account's: to get one's own opens no other.
  if (state.writes === null || state.isSettled || name === '' || !isGiven(value) || isVouchedFor(value, name)) return;
  state.note({ kind: 'put', name, isChosen: isChosen(value), location });
}

/** Whether a value is what the caller wants it to be, or the same for everybody. */
function isChosen(value: Value): boolean {
  if (value.kind === 'choice') return value.options.some(isChosen);
  if (value.kind === 'constant' || (value.kind === 'symbol' && value.nature === 'setting')) return true;
  const given = value.kind === 'symbol' || value.kind === 'instance' ? value.arguments : undefined;
  const parts = [value, ...(given?.positional ?? []), ...(given?.keyword.values() ?? [])];
  return parts
    .flatMap((part) => originsOf(part))
    .some(({ source, opened }) => source !== 'session' || opened?.isChosen);
}

/** None, False and empty texts take a value out. */
function isGiven(value: Value): boolean {
  if (value.kind === 'choice') return value.options.some(isGiven);
  return value.kind !== 'constant' || Boolean(value.value);
}

/** Libraries that ask somebody else who calls: what they give was proved there. */
const vouching = /auth(?!or)|oidc|openid|saml|ldap|sso|jwt|token|\bcas\b|identity|login|userinfo|credential|passw/i;

function isVouchedFor(value: Value, name: string, depth = 0): boolean {
  if (depth > 4) return false;
  switch (value.kind) {
    case 'symbol':
      return isVouchedSymbol(value, name, depth);
    case 'instance':
      return isAnyVouched(value, name, depth);
    case 'method':
      return isVouchedFor(value.receiver, name, depth + 1);
    case 'choice':
      return value.options.every((option) => isVouchedFor(option, name, depth + 1));
    case 'sequence':
      return value.items.some((item) => isVouchedFor(item, name, depth + 1));
    case 'mapping':
      return [...value.entries.values()].some((entry) => isVouchedFor(entry.value, name, depth + 1));
    default:
      return false;
  }
}

/** What was found by a credential, or is of a session that not everybody has: what a value itself was before says nothing. */
function isVouchedSymbol(value: SymbolValue, name: string, depth: number): boolean {
  if (value.nature === 'identity')
    return value.origins.some((origin) => origin.opened === undefined && origin.name !== name);
  if (value.nature === 'lookup' && isOfCredential(value)) return true;
  if (value.nature !== 'server') return false;
  // What is made at random vouches for nobody. https://docs.python.org/3/library/secrets.html
  const maker = value.instanceOf ?? value.id;
  return (vouching.test(maker) && !maker.startsWith('secrets.')) || isAnyVouched(value, name, depth);
}

function isAnyVouched({ arguments: given }: SymbolValue | InstanceValue, name: string, depth: number): boolean {
  const all: CallArguments['positional'] = given ? [...given.positional, ...given.keyword.values()] : [];
  return all.some((value) => isVouchedFor(value, name, depth + 1));
}
