import { findProviderKey } from './providers/provider-keys';

declare const redacted: unique symbol;

/** The only form in which a key may reach a message: the brand can be had from `redact` alone. */
export type Redacted = string & { readonly [redacted]: true };

/** A provider's public prefix and the length, e.g. `sk_live_…(24 chars)`; never a character of the key itself. */
export function redact(key: string): Redacted {
  const prefix = findProviderKey(key)?.prefix ?? '';
  return `${prefix}…(${key.length} chars)` as Redacted;
}
