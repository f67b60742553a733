/** `1,234`. `toLocaleString` loads its tables first, for which a commit should not wait. */
export function groupedNumber(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
