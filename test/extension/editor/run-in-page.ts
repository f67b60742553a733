import { launchChromium } from './chromium';
import { patience } from './patience';

/** What one run of the suite came to. */
export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

const longest = 3 * patience;

/** Opens a workbench that runs the suite in its extension host, and reads the suite's last line. */
export async function runInPage(url: string): Promise<Totals> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const lines: string[] = [];
    const ended = new Promise<void>((resolve) => {
      void page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
        const line = args.map(String).join(' ');
        lines.push(line);
        if (/^\s*(?:[✔✘]|running from)/.test(line)) console.log(line);
      });
      void page.exposeFunction('codeAutomationExit', resolve);
    });
    // Only shown when the suite does not end.
    page.on('console', (message) => lines.push(`page: ${message.text()}`));
    page.on('pageerror', (error) => lines.push(`page: ${error.message}`));
    await page.goto(url);
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, longest)))]);
    clearTimeout(timer);
    return readTotals(lines);
  } finally {
    await browser.close();
  }
}

/** A run that ended without its last line is one failure, and its log is shown. */
export function readTotals(lines: readonly string[]): Totals {
  const match = /TESTS (\d+) passed, (\d+) failed/.exec(lines.join('\n'));
  if (match) return { passed: Number(match[1]), failed: Number(match[2]) };
  console.log(`The suite did not end. Its log:\n${lines.slice(-40).join('\n')}`);
  return { passed: 0, failed: 1 };
}
