import type { FoundKey } from '../secrets/find-keys';
import { findProviderKey } from '../secrets/providers/provider-keys';
import { redact, type Redacted } from '../secrets/redaction';
import type { FileReport } from './rule';

/** What is shown of a key: never the key. */
export function shownKey(key: FoundKey): Redacted {
  return redact(key.provider?.key ?? key.value);
}

/** A key's name, unless it holds the key or might be one itself. */
export function shownName(key: FoundKey): string {
  const { name } = key;
  const isSafe = name !== null && !name.includes(key.value) && !findProviderKey(name) && /^[\w.-]{1,60}$/.test(name);
  return isSafe ? name : shownKey(key);
}

/** Reports a key; in a test, an example or documentation it is worth a look only. */
export function keyReport(key: FoundKey, message: string): FileReport {
  return { start: key.start, end: key.end, message, ...(key.isIllustration ? { severity: 'info' } : {}) };
}
