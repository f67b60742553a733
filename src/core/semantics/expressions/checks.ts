import type { Site } from '../machine';
import { askEqual } from '../values/sending';
import type { Check, Origin } from '../values/credential-check';
import { signingTrap } from '../values/unset-trap';
import { constant, opaque, type SymbolValue, type Value } from '../values/values';

/** A boolean derived from values, without meaning for the caller's identity. */
export function plainTest(id: string, says: string, values: readonly Value[]): SymbolValue {
  const isSetting = values.some((value) => value.kind === 'symbol' && value.nature === 'setting');
  const nature = isSetting ? 'setting' : 'server';
  return { kind: 'symbol', id, says, nature, origins: values.flatMap(originsOf), isTest: true };
}

/** The opposite truth of a value that a comparison gave. */
export function negate(value: Value): Value {
  if (value.kind === 'constant') return constant(!value.value);
  if (value.kind === 'choice') return { kind: 'choice', options: value.options.map(negate) };
  if (value.kind !== 'symbol') return constant(false);
  if (value.negationOf) return value.negationOf;
  return {
    ...value,
    id: `not ${value.id}`,
    says: `not ${value.says}`,
    ifTrue: value.ifFalse ?? null,
    ifFalse: value.ifTrue ?? null,
    negationOf: value,
  };
}

/** Origins of caller-controlled data in a value, looking into collections. */
export function originsOf(value: Value, depth = 0): readonly Origin[] {
  if (depth > 4) return [];
  switch (value.kind) {
    case 'symbol':
      return value.origins;
    case 'sequence':
      return value.items.flatMap((item) => originsOf(item, depth + 1));
    case 'mapping':
      return [...value.entries.values()].flatMap((entry) => originsOf(entry.value, depth + 1));
    case 'choice':
      return value.options.flatMap((option) => originsOf(option, depth + 1));
    default:
      return [];
  }
}

/** What is compared with the server's secret, or looked up among its secrets, is a key, whatever its field is called. */
export function originsAgainst(secret: Value, origins: readonly Origin[]): readonly Origin[] {
  const isSecret = secret.kind === 'symbol' && secret.nature === 'setting' && isSecretName(secret.says);
  return isSecret ? origins.map((origin) => ({ ...origin, isCredential: true })) : origins;
}

/** Whether a value is the caller's own data. */
export function isInput(value: Value): value is SymbolValue & { readonly nature: 'input' } {
  return value.kind === 'symbol' && value.nature === 'input';
}

/** Whether a setting is a secret by its name. */
export function isSecretName(name: string): boolean {
  return /(?:key|token|secret|salt|pepper|pass(?:word|wd)?|pwd)s?$/i.test(name);
}

/** `sha256(SECRET + data) == sent`: what is made with the server's secret is the server's, where the caller must send the same. */
export function asSigned(value: Value, other: Value): Value {
  if (value.kind !== 'symbol' || !value.mixedWith || !isInput(other) || other.mixedWith) return value;
  const { mixedWith: key } = value;
  return {
    ...opaque(value.id, `what is made with ${key.says}`),
    isTruthy: true,
    holdsUnset: signingTrap(key) ?? undefined,
  };
}

/**
 * A keyed digest of the caller's data as theirs, where it meets what they do not send; two digests as what they are made of;
 * what is read of an object that was made of their data (`UUID(key).hex`) as theirs, too.
 */
export function asSent(value: Value, other: Value): Value {
  if (value.kind === 'method' && isInput(value.receiver)) {
    const { field: _field, ...made } = value.receiver;
    return { ...made, id: `${made.id}.${value.name}`, bases: [made.id, ...(made.bases ?? [])] };
  }
  if (value.kind !== 'symbol' || !value.digestOf || isInput(other)) return value;
  return isInput(value.digestOf) || (other.kind === 'symbol' && other.digestOf) ? value.digestOf : value;
}

/** Makes a check of an input. */
export function makeCheck(
  strength: Check['strength'],
  subject: SymbolValue | readonly Origin[],
  says: string,
  site: Site,
  more: Partial<Check> = {},
): Check {
  const origins = 'kind' in subject ? subject.origins : subject;
  // To have what the caller chose proves as little as to send it.
  if (strength === 'validated' && origins.length > 0 && origins.every(({ opened }) => opened?.isChosen === true))
    return makeCheck('present', subject, says, site, more);
  // Who is validated sent a text, or what a trap lets pass.
  const sending =
    'kind' in subject && strength === 'validated' ? askEqual(subject.field, more.trap ?? null) : undefined;
  return {
    id: `${says}@${site.location.file}:${String(site.location.span.start)}`,
    ...(sending && { sending }),
    strength,
    origins,
    says,
    location: site.location,
    trap: null,
    isComparison: false,
    ...more,
  };
}

/** Makes the check that an input looks as it should, which any well-formed one passes. */
export function makeFormCheck(input: SymbolValue, site: Site, more: Partial<Check> = {}): Check {
  return makeCheck('present', input, `the form of ${input.says} is tested`, site, { ...more, isOfForm: true });
}

/** None that came from elsewhere, such as a key that was not sent; not one that is asked for where it stands. */
export function isComputedNone(value: Value, { location }: Site): boolean {
  if (value.kind !== 'constant' || value.value !== null) return false;
  const written = value.location;
  return !(
    written?.file === location.file &&
    written.span.start >= location.span.start &&
    written.span.end <= location.span.end
  );
}

/** A value in words. */
export function describe(value: Value): string {
  switch (value.kind) {
    case 'symbol':
      return value.says;
    case 'constant':
      // Never the literal itself: it may be a key.
      return typeof value.value === 'string' ? 'a literal' : value.value === null ? 'None' : String(value.value);
    case 'external':
      return value.name;
    case 'sequence':
      return `a ${value.type} of ${String(value.items.length)}`;
    case 'mapping':
      return 'a dict';
    default:
      return 'a value';
  }
}

/** `session["nonce"]`: a page gives it to anyone who asks, so sending it back says nothing about who calls. */
export function isOfAnySession(value: Value): boolean {
  return (
    value.kind === 'symbol' &&
    value.nature === 'identity' &&
    value.origins.length > 0 &&
    value.origins.every(
      ({ source, isCredential, opened }) => source === 'session' && (!isCredential || opened !== undefined),
    )
  );
}

/** What stands for something that is there while a request is answered, and true: Flask-Login's user is somebody, if anonymous. */
export function isProxy(name: string): boolean {
  return /^flask\.|^flask_(?:login|security|user)\.(?:utils\.)?current_user$/.test(name);
}

/** A setting that may be a key, or a text that was made at random. */
export function isServerText(value: Value): value is SymbolValue {
  if (value.kind !== 'symbol' || value.collection !== undefined) return false;
  return value.nature === 'setting' || (value.nature === 'server' && value.isText === true && value.isTruthy === true);
}
