import type { Expression } from '../../python/syntax';
import { evaluateAll } from './evaluate-all';
import { type Frame, type Machine, type Outcome, type Site, locate, evaluated } from '../machine';
import type { State } from '../paths/state';
import { type MappingValue, type Value, entryKey, mapping, none, sequence } from '../values/values';

/** `[a, *b]`, `(a, b)` and `{a, b}`. */
export function evaluateCollection(
  machine: Machine,
  expression: Extract<Expression, { kind: 'collection' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  const site: Site = { location: locate(frame, expression), frame };
  return evaluateAll(machine, expression.items, frame, state, (values, path) => {
    const items: Value[] = [];
    let open = false;
    values.forEach((item, index) => {
      if (expression.items[index]?.kind !== 'starred') {
        items.push(item);
        return;
      }
      const spread = machine.iterate(item, site, path);
      items.push(...spread.items);
      open ||= spread.open;
    });
    return evaluated(path, sequence(expression.type, items, open));
  });
}

/** `{key: value, **others}`. */
export function evaluateDict(
  machine: Machine,
  expression: Extract<Expression, { kind: 'dict' }>,
  frame: Frame,
  state: State,
): Outcome[] {
  const parts = expression.entries.flatMap((entry) => (entry.key ? [entry.key, entry.value] : [entry.value]));
  return evaluateAll(machine, parts, frame, state, (values, path) => {
    const entries = new Map<string, { key: Value; value: Value }>();
    let open = false;
    let index = 0;
    for (const entry of expression.entries) {
      const spread = entry.key === null ? mappingOf(values[index++]) : undefined;
      for (const [key, inner] of spread?.entries ?? []) entries.set(key, inner);
      open ||= spread?.open ?? false;
      if (entry.key === null) continue;
      const key = values[index++] ?? none;
      const inner = values[index++] ?? none;
      entries.set(entryKey(key), { key, value: inner });
    }
    return evaluated(path, mapping(entries, open));
  });
}

/** What `**value` adds; of anything that is no known dict, unknown entries. */
function mappingOf(value: Value | undefined): MappingValue {
  return value?.kind === 'mapping' ? value : mapping(new Map(), true);
}
