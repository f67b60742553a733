import type { CredentialField } from '../results/results';
import type { Origin } from '../semantics/values/credential-check';
import type { Judgement } from './judge';

const sources: readonly string[] = ['header', 'query', 'cookie', 'form', 'json', 'authorization', 'any'];

/** The fields of the request that any path of a route tests as a credential. */
export function credentialFields({ served, refused }: Judgement): readonly CredentialField[] {
  const fields = new Map<string, CredentialField>();
  const events = [...served, ...refused].flatMap((path) => path.events);
  const tested = events.flatMap((event) => (event.kind === 'check' ? event.check.origins : []));
  for (const { source, name } of tested.filter(isField)) fields.set(`${source} ${name}`, { source, name });
  return [...fields].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, field]) => field);
}

function isField(origin: Origin): origin is Origin & CredentialField {
  return origin.isCredential && sources.includes(origin.source);
}
