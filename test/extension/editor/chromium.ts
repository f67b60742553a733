import { type Browser, chromium } from 'playwright-core';
import { findOnPath, findOrInstall } from './install';

/** Starts Chromium: the system's, installed through apt if missing. */
export async function launchChromium(): Promise<Browser> {
  const executablePath =
    findOnPath('chromium') ?? findOnPath('google-chrome') ?? (await findOrInstall('chromium', 'chromium'));
  return chromium.launch({
    executablePath,
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync'],
    ],
  });
}
