import type { CredentialField } from '../analysis/results';
import type { Origin } from '../semantics/credential-check';
import type { Judgement } from './judge';

const sources: readonly string[] = ['header', 'query', 'cookie', 'form', 'json', 'authorization', 'any'];

/** The fields of the request that any path of a route tests as a credential. */
export function credentialFields({ served, refused }: Judgement): readonly CredentialField[] {
  const fields = new Map<string, CredentialField>();
  for (const { events } of [...served, ...refused]) {
    for (const event of events) {
      if (event.kind !== 'check') continue;
      for (const origin of event.check.origins)
        if (isField(origin))
          fields.set(`${origin.source} ${origin.name}`, { source: origin.source, name: origin.name });
    }
  }
  return [...fields].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, field]) => field);
}

function isField(origin: Origin): origin is Origin & CredentialField {
  return origin.isCredential && sources.includes(origin.source);
}
