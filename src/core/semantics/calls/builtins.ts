import { askNotNone } from '../values/sending';
import { isMissing } from '../values/missing';
import { isInput, makeFormCheck, originsOf, plainTest } from '../expressions/checks';
import { descendsFrom } from './classes';
import { hasAttribute } from './has-attribute';
import { evaluated, type Machine, type Outcome, type Site } from '../machine';
import type { State } from '../paths/state';
import { startIteration } from '../expressions/iterables';
import { raiseIfMissing } from '../expressions/raise';
import { goneThrough } from '../expressions/proof';
import { concatenate } from '../expressions/concatenate';
import { presence, withField } from '../expressions/text';
import { writeAttribute } from '../paths/attribute-writes';
import {
  constant,
  identify,
  entryKey,
  mapping,
  none,
  opaque,
  sequence,
  textOf,
  type CallArguments,
  type SymbolValue,
  type Value,
} from '../values/values';
import { positional } from '../values/call-arguments';
import { textTrap } from '../values/unset-trap';
import { quantify, countOf } from './quantifiers';
import { mapped } from './map-and-filter';

type Builtin = (
  machine: Machine,
  given: readonly Value[],
  site: Site,
  state: State,
  all: CallArguments,
) => Value | undefined;

const collect =
  (type: 'list' | 'tuple' | 'set'): Builtin =>
  (machine, [source], site, state) => {
    if (source === undefined) return sequence(type, []);
    if (source.kind === 'symbol') return goneThrough(source);
    const { items, open } = machine.iterate(source, site, state);
    return sequence(type, items, open);
  };

/** The form of the caller's data, which says nothing about who calls. */
const shape: Builtin = (_, [subject], site) => {
  if (subject === undefined) return undefined;
  if (textOf(subject) !== undefined) return constant((textOf(subject) ?? '').length);
  if (!isInput(subject))
    return subject.kind === 'symbol' && subject.ifTrue ? { ...subject, id: `len(${subject.id})` } : undefined;
  const filled = withField(subject, subject.field && { ...subject.field, none: 0 });
  return { ...filled, id: `len(${subject.id})`, isShape: true, ifTrue: presence(filled, site) };
};

/** `str(None)` is a text, too. */
function asText(subject: SymbolValue): SymbolValue {
  const { field } = subject;
  return field ? withField(subject, { ...field, none: 0, text: field.text | field.none }) : subject;
}

const same: Builtin = (_, [subject]) => {
  if (subject?.kind === 'sequence') return subject;
  if (subject?.kind === 'symbol' || subject?.kind === 'constant') return subject;
  return undefined;
};

/** `bool(key)`: whether anything was sent, and not what. */
function truthOf(subject: Value): Value {
  if (!isInput(subject) || !subject.ifTrue) return subject;
  const test = plainTest(`bool(${subject.id})`, `${subject.says} is true`, [subject]);
  return { ...test, ifTrue: subject.ifTrue, sameTruth: { id: subject.id, negated: false } };
}

const builtins: Readonly<Record<string, Builtin>> = {
  list: collect('list'),
  tuple: collect('tuple'),
  set: collect('set'),
  frozenset: collect('set'),
  sorted: collect('list'),
  reversed: collect('list'),
  iter: same,
  str: (_, [subject]) =>
    subject?.kind === 'constant'
      ? constant(String(subject.value))
      : subject?.kind === 'symbol'
        ? {
            ...asText(subject),
            id: `str(${subject.id})`,
            optional: false,
            ...(subject.nature === 'setting' && subject.optional === true
              ? { holdsUnset: textTrap([subject]), bases: [subject.id, ...(subject.bases ?? [])] }
              : {}),
          }
        : undefined,
  bytes: same,
  int: same,
  bool: (_, [subject]) =>
    subject?.kind === 'constant' ? constant(Boolean(subject.value)) : subject && truthOf(subject),
  len: (machine, given, site, state, all) => {
    const [subject] = given;
    if (subject?.kind === 'sequence' || subject?.kind === 'mapping') {
      const { items, open } = machine.iterate(subject, site, state);
      if (!open) return constant(items.length);
      return items.length > 0 ? { ...opaque(`len(${identify(subject)})`, 'len()'), isTruthy: true } : undefined;
    }
    if (subject?.kind === 'symbol' && subject.nature === 'setting')
      return {
        ...opaque(`len(${subject.id})`, `the length of ${subject.says}`),
        instanceOf: 'builtins.len',
        arguments: positional(subject),
      };
    return shape(machine, given, site, state, all);
  },
  any: (machine, [source], site, state) => quantify(machine, source, site, state, 'any'),
  sum: (machine, [source], site, state) => countOf(machine, source, site, state),
  all: (machine, [source], site, state) => quantify(machine, source, site, state, 'all'),
  next: (_, [source, fallback]) => {
    if (source?.kind === 'symbol') return firstOf(source, fallback);
    if (source?.kind === 'sequence' && source.items.length > 0) return source.items[0];
    return fallback;
  },
  isinstance: (_, [subject, type], site) => {
    if (subject && isInput(subject)) {
      const isString = type?.kind === 'external' && type.name === 'builtins.str';
      const sending = isString ? askNotNone(subject.field) : undefined;
      return {
        ...opaque(`isinstance(${subject.id})`, `${subject.says} has a type`),
        ifTrue: makeFormCheck(subject, site, sending && { sending }),
      };
    }
    if (subject?.kind === 'symbol')
      return { ...subject, id: `isinstance(${subject.id})`, ...(subject.ifTrue ? { ifTrue: subject.ifTrue } : {}) };
    const wanted = type?.kind === 'external' ? type.name : '';
    if (
      subject?.kind === 'constant' &&
      subject.value === null &&
      type &&
      !/\.(?:object|NoneType)$|type\(/.test(identify(type))
    )
      return constant(false);
    if (subject?.kind === 'constant' && wanted.startsWith('builtins.')) {
      const actual =
        subject.value === null
          ? 'None'
          : { string: 'str', number: 'int', boolean: 'bool', object: 'None' }[typeof subject.value as 'string'];
      return constant(wanted.endsWith(`.${actual}`));
    }
    if (subject?.kind === 'sequence') return constant(wanted.endsWith(`.${subject.type}`));
    if (subject?.kind === 'mapping') return constant(wanted.endsWith('.dict'));
    if (subject?.kind === 'function' || subject?.kind === 'class')
      return wanted === 'builtins.type' ? constant(subject.kind === 'class') : undefined;
    if (subject?.kind !== 'instance' || !type) return undefined;
    if (descendsFrom(subject.class, type)) return constant(true);
    return type.kind === 'class' && subject.class.kind === 'class' ? constant(false) : undefined;
  },
  callable: (_, [subject]) =>
    subject && ['function', 'bound', 'decorated', 'class', 'partial'].includes(subject.kind)
      ? constant(true)
      : subject?.kind === 'constant'
        ? constant(false)
        : undefined,
  hasattr: (machine, [subject, name], site, state) => {
    const found =
      subject && textOf(name) !== undefined ? machine.attribute(subject, textOf(name) ?? '', site, state) : undefined;
    if (found && isMissing(found)) return constant(false);
    if (name && subject?.kind === 'external' && subject.name === 'flask.g')
      return machine.compare('in', name, subject, site, state);
    if (subject?.kind === 'function' && found) return constant(true);
    if (subject?.kind === 'native' && found && found.kind !== 'symbol') return constant(true);
    const isThere = subject && hasAttribute(machine, subject, textOf(name) ?? '', found);
    return isThere !== undefined ? constant(isThere) : found?.kind === 'symbol' && found.ifTrue ? found : undefined;
  },
  getattr: (machine, [subject, name, fallback], site, state) => {
    if (subject === undefined || textOf(name) === undefined) return undefined;
    const found = machine.attribute(subject, textOf(name) ?? '', site, state);
    if (isMissing(found)) return fallback ?? found;
    return fallback && hasAttribute(machine, subject, textOf(name) ?? '', found) === false ? fallback : found;
  },
  setattr: (_, [subject, name, value], __, state) => {
    if (subject && value && textOf(name) !== undefined) writeAttribute(subject, textOf(name) ?? '', value, state);
    return none;
  },
  dict: (machine, [source], site, state, all) => {
    const entries = new Map<string, { key: Value; value: Value }>();
    if (source?.kind === 'mapping') for (const [key, entry] of source.entries) entries.set(key, entry);
    else if (source?.kind === 'symbol') return goneThrough(source);
    else if (source) {
      for (const pair of machine.iterate(source, site, state).items) {
        const [key = none, value = none] = pair.kind === 'sequence' ? pair.items : [];
        entries.set(entryKey(key), { key, value });
      }
    }
    for (const [name, value] of all.keyword) entries.set(`string:${name}`, { key: constant(name), value });
    return mapping(entries, all.open);
  },
  enumerate: (machine, [source], site, state) => {
    if (source === undefined) return undefined;
    const { items, open } = machine.iterate(source, site, state);
    return sequence(
      'list',
      items.map((item, index) => sequence('tuple', [constant(index), item])),
      open,
    );
  },
  zip: (machine, sources, site, state) => {
    const columns = sources.map((source) => machine.iterate(source, site, state));
    const length = Math.min(...columns.map((column) => column.items.length));
    return sequence(
      'list',
      Array.from({ length: Number.isFinite(length) ? length : 0 }, (_, row) =>
        sequence(
          'tuple',
          columns.map((column) => column.items[row] ?? none),
        ),
      ),
      columns.some((column) => column.open),
    );
  },
  range: (_, [first, second]) => {
    const start = second?.kind === 'constant' && first?.kind === 'constant' ? Number(first.value) : 0;
    const end =
      second?.kind === 'constant'
        ? Number(second.value)
        : first?.kind === 'constant' && second === undefined
          ? Number(first.value)
          : NaN;
    if (!Number.isFinite(end) || end - start > 500) return undefined;
    return sequence(
      'list',
      Array.from({ length: Math.max(0, end - start) }, (__, index) => constant(start + index)),
    );
  },
  type: (_, [subject]) => (subject?.kind === 'instance' ? subject.class : undefined),
  object: () => undefined,
  format: (_, parts) => concatenate(parts.slice(0, 1)),
};

const goesThrough = new Set([
  'list',
  'tuple',
  'set',
  'frozenset',
  'sorted',
  'iter',
  'any',
  'all',
  'next',
  'dict',
  'enumerate',
]);

/** `next(found, None)`: what was found, or what stands for it. */
function firstOf({ ifMissing, ...source }: SymbolValue, fallback: Value | undefined): SymbolValue {
  const isNone = ifMissing === 'empty' && fallback?.kind === 'constant' && fallback.value === null;
  return { ...goneThrough(source), optional: true, ...(isNone && { ifMissing: 'none' }) };
}

/** Calls a builtin function; undefined for what says nothing. */
export function callBuiltin(
  machine: Machine,
  name: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  const [source, fallback] = given.positional;
  if (source && goesThrough.has(name) && (source.kind === 'instance' || source.kind === 'native'))
    return startIteration(machine, source, site, state).flatMap((outcome) =>
      outcome.raised || outcome.value === source
        ? [outcome]
        : (callBuiltin(
            machine,
            name,
            { ...given, positional: [outcome.value, ...given.positional.slice(1)] },
            site,
            outcome.state,
          ) ?? []),
    );
  const builtin = builtins[name];
  if (name === 'map' || name === 'filter') return mapped(machine, name, given, site, state);
  const result = builtin?.(machine, given.positional, site, state, given);
  const failing = name === 'next' && source && !fallback ? raiseIfMissing(source, 'next', site, state) : [];
  if (result) return [...evaluated(state, result), ...failing];
  if (
    builtin === undefined &&
    !['print', 'open', 'repr', 'id', 'hash', 'min', 'max', 'abs', 'round', 'vars', 'dir', 'issubclass'].includes(name)
  )
    return undefined;
  return evaluated(state, {
    ...opaque(`${name}(${given.positional.map(identify).join(',')})`, `${name}()`),
    origins: given.positional.flatMap((value) => originsOf(value)),
  });
}
