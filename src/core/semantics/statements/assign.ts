import type { Expression } from '../../python/syntax';
import { writeAttribute } from '../paths/attribute-writes';
import { isInput } from '../expressions/checks';
import { isSplit, partOfInput } from '../expressions/text';
import { currentMapping } from '../expressions/collections';
import { type Frame, type Machine, type Site, locate } from '../machine';
import { contents, type State } from '../paths/state';
import { type Value, entryKey, identify, mapping, none, opaque, sequence } from '../values/values';
import { positional } from '../values/call-arguments';
import { bind, writeKey } from '../paths/variables';

/** Binds a target: a name, an attribute, an item, or several by unpacking. */
export function assign(machine: Machine, target: Expression, result: Value, frame: Frame, state: State): void {
  switch (target.kind) {
    case 'name':
      bind(machine, target.id, result, frame, state);
      return;
    case 'starred':
      assign(machine, target.value, opaque(`rest@${String(target.start)}`), frame, state);
      return;
    case 'collection':
      unpack(machine, target.items, result, frame, state);
      return;
    case 'attribute':
      for (const outcome of machine.evaluate(target.object, frame, state).slice(0, 1))
        setAttribute(machine, target, outcome.value, result, frame, state);
      return;
    case 'subscript':
      setItem(machine, target, result, frame, state);
      return;
    default:
      return;
  }
}

function unpack(machine: Machine, targets: readonly Expression[], result: Value, frame: Frame, state: State): void {
  const site: Site = { location: locate(frame, targets[0] ?? { start: 0, end: 0 }), frame };
  const { items, open, element } = machine.iterate(result, site, state);
  const starred = targets.findIndex(({ kind }) => kind === 'starred');
  targets.forEach((target, position) => {
    // What stands behind `*rest` is counted from the end.
    if (target.kind === 'starred' && items.length > 0) {
      const rest = items.slice(position, items.length - (targets.length - position - 1));
      assign(machine, target.value, sequence('list', rest, open), frame, state);
      return;
    }
    const index = starred >= 0 && position > starred ? items.length + position - targets.length : position;
    const item = items[index] ?? (open || items.length === 0 ? partOf(element, result, index, site) : none);
    assign(machine, target, item, frame, state);
  });
}

/** What unpacking a value gives at a position, told by any one of its items. */
export function partOf(element: Value, whole: Value, index: number, site: Site): Value {
  const id = `${identify(whole)}[${String(index)}]`;
  // Parts of what was found are there only if it was.
  if (element.kind === 'symbol' && whole.kind === 'symbol' && whole.nature === 'lookup' && whole.ifTrue)
    return { ...element, id, ifTrue: whole.ifTrue, isTruthy: false };
  // The scheme or the kind of what follows, as in `header.split()[0]`.
  if (isInput(whole) && isSplit(whole.id)) return partOfInput(whole, id, index === 0, site);
  return element.kind === 'symbol' ? { ...element, id } : element;
}

function setAttribute(
  machine: Machine,
  target: Extract<Expression, { kind: 'attribute' }>,
  object: Value,
  result: Value,
  frame: Frame,
  state: State,
): void {
  if (object.kind === 'response' && target.object.kind === 'name') {
    const status = result.kind === 'constant' && typeof result.value === 'number' ? result.value : null;
    if (target.name === 'status_code' || target.name === 'status')
      bind(machine, target.object.id, { ...object, status }, frame, state);
    return;
  }
  writeAttribute(object, target.name, result, state);
}

function setItem(
  machine: Machine,
  target: Extract<Expression, { kind: 'subscript' }>,
  result: Value,
  frame: Frame,
  state: State,
): void {
  const object = machine.evaluate(target.object, frame, state)[0]?.value;
  const index = machine.evaluate(target.index, frame, state)[0]?.value;
  if (object === undefined || index === undefined) return;
  const key = entryKey(index);
  const site: Site = { location: locate(frame, target), frame };
  const isKept = machine.library.call('#setitem', positional(object, index, result), site, state);
  if (isKept) return;
  if (object.kind === 'mapping') {
    // To keep a setting at hand is no work.
    const isSetting = result.kind === 'symbol' && result.nature === 'setting';
    if (state.writes !== null && state.isOld(object.id) && !isSetting)
      state.note({ kind: 'effect', says: 'an assignment', location: site.location });
    const current = currentMapping(object, state);
    const entries = new Map(current.entries);
    entries.set(key, { key: index, value: result });
    if (state.writes === null) object.entries = entries;
    else state.writes.set(writeKey(object.id, contents), mapping(entries, current.open));
    return;
  }
  // Objects of classes outside the workspace (an app's config) keep their items with their attributes.
  if (state.writes === null && object.kind === 'instance' && index.kind === 'constant')
    object.attributes.set(String(index.value), result);
  if (state.writes !== null) state.writes.set(writeKey(identify(object), `[${key}]`), result);
}
