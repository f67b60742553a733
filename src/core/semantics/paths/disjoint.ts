/** Whether two sets share nothing; the second one is gone through, so it should be the smaller. */
export function isDisjoint<Item>(left: ReadonlySet<Item>, right: ReadonlySet<Item>): boolean {
  for (const item of right) if (left.has(item)) return false;
  return true;
}
