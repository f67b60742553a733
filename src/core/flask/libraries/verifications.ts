import { isInput, makeCheck, originsOf } from '../../semantics/expressions/checks';
import { evaluated, type Machine, type Outcome, type Site } from '../../semantics/machine';
import { passOrRaise, raiseFailure, unknownFailure } from '../../semantics/expressions/raise';
import type { State } from '../../semantics/paths/state';
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
export type Model = (machine: Machine, given: CallArguments, site: Site, state: State) => Outcome[] | undefined;

/** Password and signature checks: a boolean that tells whether the caller's value is right. */
export const verifyBoolean: Model = (_, given, site, state) => {
  const values = [...given.positional, ...given.keyword.values()];
  const origins = values.flatMap((value) => originsOf(value));
  if (origins.length === 0) return given.positional.some(isNothing) ? evaluated(state, constant(false)) : undefined;
  const id = `verify(${values.map(identify).join(',')})@${String(site.location.span.start)}`;
  return evaluated(state, {
    ...opaque(id, 'a verification'),
    origins,
    ifTrue: makeCheck('validated', origins, 'the credential is verified', site, { isComparison: true }),
  });
};

/** https://itsdangerous.palletsprojects.com/en/stable/serializer/: whether the signature is right, and what was sent in any case. */
export const loadUnsafe: Model = (machine, given, site, state) => {
  const input = given.positional.find(isInput);
  const isValid = verifyBoolean(machine, given, site, state)?.[0]?.value;
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
export const verifyOrRaise: Model = (_, given, site, state) => {
  const values = [...given.positional, ...given.keyword.values()];
  const origins = values.flatMap((value) => originsOf(value));
  if (origins.length === 0)
    return given.positional.slice(0, 1).some(isNothing) ? raiseFailure(state, unknownFailure, site) : undefined;
  const id = `decoded(${values.map(identify).join(',')})`;
  const check = makeCheck(
    isVerificationOff(given) ? 'present' : 'validated',
    origins,
    isVerificationOff(given) ? 'the token is decoded without verification' : 'the signature is verified',
    site,
    { isComparison: true },
  );
  const result: SymbolValue = {
    kind: 'symbol',
    id,
    says: 'the verified token',
    nature: 'lookup',
    origins,
    optional: false,
    ifTrue: check,
  };
  const outcomes = passOrRaise(check, result, unknownFailure, site, state);
  state.assume(id, true);
  return outcomes;
};

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
