import type { Totals } from './run-in-page';

/** Tests by name, in their order. */
export type Tests = Readonly<Record<string, () => Promise<void>>>;

/** Runs tests outside of an extension host, one after another; `failed` may keep what was on the screen. */
export async function runTests(tests: Tests, failed: (name: string) => Promise<void>): Promise<Totals> {
  const totals = { passed: 0, failed: 0 };
  for (const [name, test] of Object.entries(tests)) {
    const started = Date.now();
    try {
      await test();
      totals.passed++;
      console.log(`  ✔ ${name} (${Date.now() - started} ms)`);
    } catch (error) {
      totals.failed++;
      console.log(`  ✘ ${name}\n      ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      await failed(name);
    }
  }
  return totals;
}
