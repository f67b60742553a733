import type { MatchPattern } from '../../python/syntax';
import { makeFormCheck, isInput } from '../expressions/checks';
import { currentMapping, currentSequence } from '../expressions/collections';
import { type Frame, type Machine, type Site, locate } from '../machine';
import type { State } from '../paths/state';
import { entryKey, identify, none, opaque, sequence, type SymbolValue, type Value } from '../values/values';
import { positional } from '../values/call-arguments';
import { fieldsOf } from '../calls/records';
import { partOf } from './assign';

/** Paths by whether the value fits. */
export type Sides = { truth: boolean; state: State }[];

type Structure = Extract<MatchPattern, { kind: 'sequence' | 'mapping' | 'class' }>;
type Of<Kind extends Structure['kind']> = Extract<Structure, { kind: Kind }>;
type Matcher = (machine: Machine, pattern: MatchPattern, subject: Value, frame: Frame, state: State) => Sides;

/** Whether a value is built as a pattern says, and its parts fit those of the pattern; `matches` asks for a part. */
export function matchesStructure(
  machine: Machine,
  pattern: Structure,
  subject: Value,
  frame: Frame,
  state: State,
  matches: Matcher,
): Sides {
  const site: Site = { location: locate(frame, { start: 0, end: 0 }), frame };
  const parts =
    pattern.kind === 'sequence'
      ? itemsOf(machine, pattern, subject, site, state)
      : pattern.kind === 'mapping'
        ? entriesOf(machine, pattern, subject, site, state)
        : attributesOf(machine, pattern, subject, site, state);
  return parts.flatMap((side): Sides => {
    if (side.parts === null) return [{ truth: false, state: side.state }];
    let open: State[] = [side.state];
    const failed: Sides = [];
    for (const [part, expected] of side.parts) {
      const sides = open.flatMap((path) => matches(machine, expected, part, frame, path));
      failed.push(...sides.filter(({ truth }) => !truth));
      open = sides.filter(({ truth }) => truth).map((one) => one.state);
    }
    return [...open.map((path) => ({ truth: true, state: path })), ...failed];
  });
}

/** The parts of a value beside the patterns that they must fit; null where it is built otherwise. */
type Parts = { readonly state: State; readonly parts: readonly (readonly [Value, MatchPattern])[] | null }[];

const otherwise = (state: State): Parts => [{ state, parts: null }];

function itemsOf(machine: Machine, { items }: Of<'sequence'>, subject: Value, site: Site, state: State): Parts {
  const rest = items.findIndex(({ kind }) => kind === 'rest');
  const after = rest < 0 ? 0 : items.length - rest - 1;
  const known = subject.kind === 'sequence' ? currentSequence(subject, state) : undefined;
  if (known && !known.open) {
    const isLong = rest < 0 ? known.items.length === items.length : known.items.length >= items.length - 1;
    if (!isLong) return otherwise(state);
    const parts = items.map((item, index): readonly [Value, MatchPattern] => {
      if (index === rest) return [sequence('list', known.items.slice(rest, known.items.length - after)), item];
      return [known.items.at(rest >= 0 && index > rest ? index - items.length : index) ?? none, item];
    });
    return [{ state, parts }];
  }
  if (subject.kind !== 'symbol' && !known) return otherwise(state);
  const { element } = machine.iterate(subject, site, state);
  const says = rest < 0 ? exactly(items.length) : atLeast(items.length - 1);
  const isOther =
    rest < 0 && otherLengths(items.length).some((length) => state.assumed(testId(subject, length)) === true);
  if (isOther) return otherwise(state);
  return ofForm(machine, subject, says, site, state).map((side) => ({
    state: side.state,
    parts: side.truth ? items.map((item, index) => [partOf(element, subject, index, site), item]) : null,
  }));
}

const atLeast = (length: number): string => `has at least ${String(length)} items`;
const exactly = (length: number): string => `has ${String(length)} items`;

/** A value that has as many items has no other number of them. */
function otherLengths(length: number): readonly string[] {
  const counts = [0, 1, 2, 3, 4];
  return [
    ...counts.filter((other) => other !== length).map(exactly),
    ...counts.filter((other) => other > length).map(atLeast),
  ];
}

function entriesOf(machine: Machine, { entries }: Of<'mapping'>, subject: Value, site: Site, state: State): Parts {
  if (subject.kind !== 'mapping' && subject.kind !== 'symbol') return otherwise(state);
  let open: { state: State; parts: (readonly [Value, MatchPattern])[] }[] = [{ state, parts: [] }];
  const failed: State[] = [];
  for (const { key, value } of entries) {
    open = open.flatMap(({ state: path, parts }) =>
      machine.evaluate(key, site.frame, path).flatMap((outcome) =>
        entry(machine, subject, outcome.value, site, outcome.state).flatMap((side) => {
          if (side.found) return [{ state: side.state, parts: [...parts, [side.found, value] as const] }];
          failed.push(side.state);
          return [];
        }),
      ),
    );
  }
  return [...open, ...failed.flatMap(otherwise)];
}

/** The entry of a key where there is one. */
function entry(
  machine: Machine,
  subject: Value,
  key: Value,
  site: Site,
  state: State,
): { readonly state: State; readonly found: Value | null }[] {
  if (subject.kind === 'mapping') {
    const { entries, open } = currentMapping(subject, state);
    const known = entries.get(entryKey(key));
    if (known ?? !open) return [{ state, found: known?.value ?? null }];
  }
  const get: Value = { kind: 'method', receiver: subject, name: 'get' };
  return machine
    .call(get, positional(key), site, state)
    .flatMap(({ value, state: path }) =>
      machine
        .branch(machine.compare('is not', value, none, site, path), path, site.location)
        .map((side) => ({ state: side.state, found: side.truth ? value : null })),
    );
}

function attributesOf(
  machine: Machine,
  { type, positional: unnamed, keyword }: Of<'class'>,
  subject: Value,
  site: Site,
  state: State,
): Parts {
  if (type === null) return otherwise(state);
  const isInstance: Value = { kind: 'external', name: 'builtins.isinstance' };
  return machine.evaluate(type, site.frame, state).flatMap((known) =>
    machine
      .call(isInstance, positional(subject, known.value), site, known.state)
      .flatMap(({ value, state: path }) => machine.branch(value, path, site.location))
      .map((side) => {
        if (!side.truth) return { state: side.state, parts: null };
        const read = (name: string): Value => machine.attribute(subject, name, site, side.state);
        const names = fieldsOf(known.value);
        return {
          state: side.state,
          parts: [
            ...unnamed.map(
              (pattern, index) => [names[index] === undefined ? subject : read(names[index]), pattern] as const,
            ),
            ...keyword.map(({ name, pattern }) => [read(name), pattern] as const),
          ],
        };
      }),
  );
}

function ofForm(machine: Machine, subject: Value, says: string, site: Site, state: State): Sides {
  const test: SymbolValue = opaque(testId(subject, says), says);
  const check = isInput(subject) ? makeFormCheck(subject, site) : subject.kind === 'symbol' ? subject.ifTrue : null;
  return [...machine.branch({ ...test, ...(check && { ifTrue: check }) }, state, site.location)];
}

function testId(subject: Value, says: string): string {
  return `${identify(subject)} ${says}`;
}
