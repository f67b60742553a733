import { isInput, makeCheck, originsOf } from '../../semantics/expressions/checks';
import { evaluated, type Machine, type Outcome, type Site } from '../../semantics/machine';
import { passOrRaise, raiseFailure, unknownFailure } from '../../semantics/expressions/raise';
import type { State } from '../../semantics/paths/state';
import type { Check, Trap } from '../../semantics/values/credential-check';
import { signingTrap } from '../../semantics/values/unset-trap';
import {
  constant,
  identify,
  opaque,
  sequence,
  textOf,
  type CallArguments,
  type SymbolValue,
  type Value,
} from '../../semantics/values/values';

/** What a function of a library does, as far as guards depend on it; undefined where nothing is known of the call. */
export type Model = (
  machine: Machine,
  given: CallArguments,
  site: Site,
  state: State,
  /** What the object was made with whose method it is. */
  made?: CallArguments,
) => Outcome[] | undefined;

/** A verification of what is given; the trap tells when anybody can make what passes. */
type Verification = (given: CallArguments, site: Site, state: State, trap: Trap | null) => Outcome[] | undefined;

/** Without a key that might be unset: an empty one is refused, or what is verified is no signature. */
export const keyless =
  (verify: Verification): Model =>
  (_, given, site, state) =>
    verify(given, site, state, null);

/** With the key that it is given: `jwt.decode(token, key)`. */
export const byGivenKey =
  (verify: Verification): Model =>
  (_, given, site, state) =>
    verify(given, site, state, signingTrap(given.positional[1] ?? given.keyword.get('key')));

/** With the key that the object was made with: `URLSafeSerializer(key).loads(token)`. */
export const byOwnKey =
  (verify: Verification): Model =>
  (_, given, site, state, made) =>
    verify(given, site, state, signingTrap(made?.positional[0] ?? made?.keyword.get('secret_key')));

/** Password and signature checks: a boolean that tells whether the caller's value is right. */
export const verifyBoolean: Verification = (given, site, state, trap) => {
  const values = [...given.positional, ...given.keyword.values()];
  const origins = values.flatMap((value) => originsOf(value));
  if (origins.length === 0) return given.positional.some(isNothing) ? evaluated(state, constant(false)) : undefined;
  const id = `verify(${values.map(identify).join(',')})@${String(site.location.span.start)}`;
  return evaluated(state, {
    ...opaque(id, 'a verification'),
    origins,
    ifTrue: makeCheck('validated', origins, 'the credential is verified', site, { isComparison: true, trap }),
  });
};

/** https://itsdangerous.palletsprojects.com/en/stable/serializer/: whether the signature is right, and what was sent in any case. */
export const loadUnsafe: Verification = (given, site, state, trap) => {
  const input = given.positional.find(isInput);
  const isValid = verifyBoolean(given, site, state, trap)?.[0]?.value;
  if (!input || !isValid) return undefined;
  const check = makeCheck('present', input, 'the payload is read whether or not its signature is right', site);
  const payload: SymbolValue = {
    ...opaque(`payload(${input.id})`, 'the payload'),
    nature: 'lookup',
    origins: input.origins,
    optional: true,
    ifTrue: check,
  };
  return evaluated(state, sequence('tuple', [isValid, payload]));
};

/** Verifications that raise: going on means that the caller's value is right. */
export const verifyOrRaise: Verification = (given, site, state, trap) => {
  const values = [...given.positional, ...given.keyword.values()];
  const origins = values.flatMap((value) => originsOf(value));
  if (origins.length === 0)
    return given.positional.slice(0, 1).some(isNothing) ? raiseFailure(state, unknownFailure, site) : undefined;
  const isOff = isVerificationOff(given);
  const says = isOff ? 'the token is decoded without verification' : 'the signature is verified';
  const check = makeCheck(isOff ? 'present' : 'validated', origins, says, site, { isComparison: true, trap });
  return decoded(`decoded(${values.map(identify).join(',')})`, check, site, state);
};

/** What a token says that nobody has verified: it is one by its form at least. */
export const readUnverified: Verification = (given, site, state) => {
  const [token] = given.positional;
  if (!token || !isInput(token)) return undefined;
  const check = makeCheck('present', token, 'the token is read without verification', site);
  return decoded(`read(${token.id})`, check, site, state);
};

function decoded(id: string, check: Check, site: Site, state: State): Outcome[] {
  const result: SymbolValue = {
    kind: 'symbol',
    id,
    says: 'the token',
    nature: 'lookup',
    origins: check.origins,
    optional: false,
    ifTrue: check,
  };
  const outcomes = passOrRaise(check, result, unknownFailure, site, state);
  state.assume(id, true);
  return outcomes;
}

/** None or an empty text stands for what was not sent: nothing that could be verified. */
function isNothing(value: Value): boolean {
  return value.kind === 'constant' && (value.value === null || value.value === '');
}

/** `jwt.decode(…, options={"verify_signature": False})`, `verify=False`, algorithm "none". https://pyjwt.readthedocs.io/en/stable/usage.html */
function isVerificationOff(given: CallArguments): boolean {
  const isFalse = (value: Value | undefined): boolean => value?.kind === 'constant' && value.value === false;
  if (isFalse(given.keyword.get('verify'))) return true;
  const options = given.keyword.get('options');
  if (options?.kind === 'mapping' && isFalse(options.entries.get('string:verify_signature')?.value)) return true;
  const algorithms = given.keyword.get('algorithms');
  return algorithms?.kind === 'sequence' && algorithms.items.some((item) => textOf(item)?.toLowerCase() === 'none');
}
