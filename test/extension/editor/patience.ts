/**
 * Milliseconds after which a test gives an awaited event up. It decides how long a failure takes, never whether there is
 * one: on a machine with other work a start alone may take a minute.
 */
export const patience = 180_000;

/** Waits until something holds that no page can be asked for; `ask` is called again and again. */
export async function waitUntil(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Not within ${patience / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
