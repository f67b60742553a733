/** Where text becomes the address of a request or of a redirect: `requests`, `httpx`, `urllib`, Flask's `redirect`. */
import type { CallExpression, Expression } from '../python/syntax';
import { nameOf } from '../secrets/credential-reads';
import type { Arrival, Sink } from './flow';

const methods = /^(?:get|post|put|patch|delete|head|options|request|stream)$/;
/** Their modules, and a session that an object keeps: a bare `session` may be Flask's. */
const senders = /^(?:requests|httpx)$|^_?(?:http_?)?(?:session|client)$/;
const openers = /^(?:urlopen|urlretrieve|Request)$/;

const maySend = /\b(?:requests|httpx)\s*\.|\bself\.\w*(?:session|client)\s*\.|\burl(?:open|retrieve)\b|\bredirect\s*\(/;

/** False only for a text that asks for no address and sends nobody to one. */
export function mayAddress(text: string): boolean {
  return maySend.test(text);
}

/** What an address must not hold; undefined for all that asks for none. */
export function addressSink(arrival: Arrival): Sink | undefined {
  if (arrival.kind !== 'call') return undefined;
  const { call } = arrival;
  const isRedirect = call.callee.kind === 'name' && call.callee.id === 'redirect';
  if (!isRedirect && !asks(call)) return undefined;
  return {
    start: call.start,
    to: 'url',
    values: addressOf(call),
    does: isRedirect ? 'redirects to an address that holds' : 'asks for an address that holds',
    done: 'part of the address',
    accepts: ({ kind }) =>
      kind === 'sent' || kind === 'entered' || kind === 'kept' || kind === 'named' || kind === 'made',
  };
}

function asks({ callee }: CallExpression): boolean {
  const name = nameOf(callee) ?? '';
  if (openers.test(name)) return true;
  if (callee.kind !== 'attribute' || !methods.test(name)) return false;
  const { object } = callee;
  return object.kind === 'name' ? /^(?:requests|httpx)$/.test(object.id) : senders.test(nameOf(object) ?? '');
}

/** The address itself and what goes into its query; headers and bodies are where a key belongs. */
function addressOf(call: CallExpression): readonly Expression[] {
  const positional = call.arguments.filter(({ name }) => name === null);
  const address = positional[/^(?:request|stream)$/.test(nameOf(call.callee) ?? '') ? 1 : 0];
  const named = call.arguments.filter(({ name }) => name === 'url' || name === 'params' || name === 'location');
  return [...(address ? [address] : []), ...named].map(({ value }) => value);
}
