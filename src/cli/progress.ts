/** One line on standard error that tells what is going on; on a terminal only, and gone at the end. */
export interface Progress {
  show(message: string): void;
  clear(): void;
}

/** Redrawing more often than this only costs time. */
const millisecondsBetweenDraws = 50;

/** Progress for the terminal that standard error is, or silence. */
export function terminalProgress(): Progress {
  if (!process.stderr.isTTY) return { show: () => undefined, clear: () => undefined };
  let last = 0;
  return {
    show(message) {
      const now = Date.now();
      if (now - last < millisecondsBetweenDraws) return;
      last = now;
      process.stderr.write(`\r\u001b[K${message}…`);
    },
    clear() {
      process.stderr.write('\r\u001b[K');
    },
  };
}
