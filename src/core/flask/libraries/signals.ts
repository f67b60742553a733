import { newInstance } from '../../semantics/calls/call';
import { evaluated, type Outcome } from '../../semantics/machine';
import { sequence, type InstanceValue } from '../../semantics/values/values';
import type { LibraryCall } from '../judged';

const signalClass = 'blinker.Signal';

/**
 * Signals of blinker: sending one calls who connected to it, which is nobody where no code of the project did.
 * https://blinker.readthedocs.io/en/stable/#blinker.Signal.send
 */
export function callSignal(
  receiver: InstanceValue,
  className: string,
  method: string,
  { registry, machine, given, site, state }: LibraryCall,
): Outcome[] | undefined {
  if (/^(?:blinker|flask\.signals)(?:\.\w+)*\.Namespace$/.test(className) && method === 'signal')
    return evaluated(state, newInstance({ kind: 'external', name: signalClass }, given, site));
  if (className !== signalClass) return undefined;
  if (method.startsWith('connect')) registry.heardSignals.add(receiver);
  return method === 'send' && machine.forking && !registry.heardSignals.has(receiver)
    ? evaluated(state, sequence('list', []))
    : undefined;
}
