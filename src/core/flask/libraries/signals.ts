import { newInstance } from '../../semantics/calls/call';
import { evaluated, type Outcome } from '../../semantics/machine';
import { noArguments } from '../../semantics/values/call-arguments';
import { constant, none, sequence, type InstanceValue, type Value } from '../../semantics/values/values';
import type { LibraryCall } from '../judged';
import { noteHook } from '../registration/hooks';

const signalClass = 'blinker.Signal';

/**
 * Signals of blinker: sending one calls who connected to it, whatever they give back; that is nobody where no code of the
 * project did. https://blinker.readthedocs.io/en/stable/#blinker.Signal.send
 */
export function callSignal(
  receiver: InstanceValue,
  className: string,
  method: string,
  call: LibraryCall,
): Outcome[] | undefined {
  const { registry, machine, given, site, state } = call;
  if (/^(?:blinker|flask\.signals)(?:\.\w+)*\.Namespace$/.test(className) && method === 'signal')
    return evaluated(state, newInstance({ kind: 'external', name: signalClass }, given, site));
  if (className !== signalClass) return undefined;
  const listeners = registry.listeners.get(receiver) ?? [];
  if (method.startsWith('connect'))
    return connect(receiver, method, call, (callee, sender) => {
      registry.listeners.set(receiver, [...listeners, { callee, sender }]);
    });
  if (method !== 'send' || !machine.forking) return undefined;
  const [from = none] = given.positional;
  const heard = listeners.filter(({ sender }) => sender === null || !isOther(sender, from));
  return heard.reduce(
    (ends, { callee }) =>
      ends.flatMap((end) =>
        end.raised
          ? [end]
          : machine
              .call(callee, given, site, end.state)
              .map((outcome) => (outcome.raised ? outcome : { ...outcome, value: end.value })),
      ),
    evaluated(state, sequence('list', [])),
  );
}

function isOther(sender: Value, from: Value): boolean {
  return sender.kind === 'instance' && from.kind === 'instance' && sender !== from;
}

/** Flask tells who connected that a request starts before it runs any hook. https://flask.palletsprojects.com/en/stable/signals/ */
export function callRequestStarted(name: string, call: LibraryCall): Outcome[] | undefined {
  const method = /^flask\.(?:signals\.)?request_started\.(connect(?:_via)?)$/.exec(name)?.[1];
  if (method === undefined || call.machine.forking) return undefined;
  const signal = { kind: 'external', name: name.slice(0, -method.length - 1) } as const;
  return connect(signal, method, call, (callee, sender) => {
    if (sender === null || sender.kind === 'instance')
      noteHook(call, { target: sender, reach: 'app', phase: 'started', callee });
  });
}

/** `connect(f, sender)`, and `connect_via(sender)` as a decorator, which keeps what it is put on. */
function connect(
  signal: Value,
  method: string,
  { given, state }: LibraryCall,
  add: (callee: Value, sender: Value | null) => void,
): Outcome[] {
  const [first = none, second] = given.positional;
  const strongly = [['weak', constant(false)] as const];
  if (method === 'connect_via')
    return evaluated(state, {
      kind: 'partial',
      callee:
        signal.kind === 'external'
          ? { kind: 'external', name: `${signal.name}.connect` }
          : { kind: 'method', receiver: signal, name: 'connect' },
      arguments: { ...noArguments, keyword: new Map([['sender', first], ...strongly]) },
    });
  if (!isGone(first, given.keyword.get('weak'))) add(first, second ?? given.keyword.get('sender') ?? null);
  return evaluated(state, first);
}

/** A function inside another is gone when that one ends, since a signal keeps nothing alive unless it is told to. */
function isGone(callee: Value, weak: Value | undefined): boolean {
  const isKept = weak?.kind === 'constant' && weak.value === false;
  return !isKept && callee.kind === 'function' && (callee.scope.parent !== null || callee.definition.kind === 'lambda');
}
