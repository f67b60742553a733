import { isSameValue, type ClassValue, type ExternalValue, type Value } from '../values/values';

/** Classes in the order in which attributes are looked up: depth first, later duplicates win, as C3 gives for plain hierarchies. */
export function linearize(value: Value): readonly (ClassValue | ExternalValue)[] {
  const order: (ClassValue | ExternalValue)[] = [];
  const visit = (current: Value, depth: number): void => {
    if (depth > 30) return;
    if (current.kind === 'choice') {
      const [first] = current.options;
      if (first) visit(first, depth + 1);
      return;
    }
    if (current.kind !== 'class' && current.kind !== 'external') return;
    const known = order.findIndex(
      (entry) =>
        entry === current || (entry.kind === 'external' && current.kind === 'external' && entry.name === current.name),
    );
    if (known >= 0) order.splice(known, 1);
    order.push(current);
    if (current.kind === 'class') for (const base of current.bases) visit(base, depth + 1);
  };
  visit(value, 0);
  return order;
}

/** First member of that name in the lookup order, with the class that defines it. */
export function findMember(
  type: Value,
  name: string,
  after?: ClassValue,
): { member: Value; owner: ClassValue } | undefined {
  const order = linearize(type);
  const start = after ? order.indexOf(after) + 1 : 0;
  for (const entry of order.slice(start)) {
    const member = entry.kind === 'class' ? entry.members.get(name) : undefined;
    if (member !== undefined && entry.kind === 'class') return { member, owner: entry };
  }
  return undefined;
}

/** Whether a class has an attribute of that name; undefined where some ancestor's code is not known. */
export function hasMember(type: ClassValue, name: string): boolean | undefined {
  if (findMember(type, name)) return true;
  const isKnown = linearize(type).every((entry) =>
    entry.kind === 'external'
      ? entry.name === 'builtins.object'
      : entry.bases.every((base) => base.kind === 'class' || base.kind === 'external') &&
        entry.definition.bases.every((base) => base.name === null),
  );
  return isKnown ? false : undefined;
}

/** Whether a class is another one or comes from it. */
export function descendsFrom(type: Value, ancestor: Value): boolean {
  return linearize(type).some((entry) => isSameValue(entry, ancestor));
}

/** Qualified names of the classes outside the workspace that a class descends from. */
export function externalBases(type: Value): readonly string[] {
  return linearize(type).flatMap((entry) => (entry.kind === 'external' ? [entry.name] : []));
}
