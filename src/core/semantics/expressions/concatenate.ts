import { describe, isSecretName, isServerText, originsOf } from './checks';
import { textTrap } from '../values/unset-trap';
import { constant, identify, textOf, type SymbolValue, type Value } from '../values/values';

/** Joins parts of a text; constants join to a constant, anything from the caller stays the caller's. */
export function concatenate(parts: readonly Value[]): Value {
  if (parts.every((part) => part.kind === 'constant')) {
    return constant(parts.map((part) => String(part.value)).join(''));
  }
  const inputs = parts.filter((part) => part.kind === 'symbol' && part.nature === 'input');
  const id = `text(${parts.map(identify).join('+')})`;
  if (inputs.length > 0) {
    const bases = inputs.flatMap((input) => (input.kind === 'symbol' ? [input.id, ...(input.bases ?? [])] : []));
    const secret = parts.find((part): part is SymbolValue => isServerText(part) && isSecretName(part.says));
    return {
      kind: 'symbol',
      id,
      says: inputs.map(describe).join(' and '),
      nature: 'input',
      origins: inputs.flatMap((input) => originsOf(input)),
      optional: false,
      mayBeEmpty: false,
      isShape: inputs.every((input) => input.kind === 'symbol' && input.isShape === true),
      bases,
      ...(secret && { mixedWith: secret }),
    };
  }
  const settings = parts.filter(
    (part): part is SymbolValue =>
      part.kind === 'symbol' && (part.nature === 'setting' || part.holdsUnset !== undefined),
  );
  const prefix = textOf(parts[0]);
  const suffix = textOf(parts.at(-1));
  const [setting] = settings;
  return {
    kind: 'symbol',
    id,
    says: setting ? describe(setting) : 'a text',
    nature: setting?.nature ?? 'server',
    origins: [],
    isText: true,
    optional: false,
    mayBeEmpty: false,
    holdsUnset: textTrap(settings),
    bases: settings.flatMap((part) => [part.id, ...(part.bases ?? [])]),
    ...(prefix === undefined ? {} : { knownPrefix: prefix }),
    ...(suffix === undefined ? {} : { knownSuffix: suffix }),
  };
}
