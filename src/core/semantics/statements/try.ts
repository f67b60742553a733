import type { ExceptHandler, TryStatement } from '../../python/syntax';
import { describeException, mayCatch } from './exceptions';
import type { Location } from '../../text/span';
import { locate, type Completion, type Frame, type Machine } from '../machine';
import { orUnset } from '../expressions/operators';
import { mergeCompletions, mergeFailures, mergeRaises } from '../paths/merge';
import type { State } from '../paths/state';
import { bind } from '../paths/variables';
import { choice, none, type ExceptionValue, type Value } from '../values/values';

/** `try` with all its parts; a `return` in `finally` swallows what came before, as in Python. */
export function executeTry(
  machine: Machine,
  statement: TryStatement,
  frame: Frame,
  state: Parameters<Machine['execute']>[2],
): Completion[] {
  const completions = machine.forking
    ? forkTry(machine, statement, frame, state)
    : joinTry(machine, statement, frame, state);
  if (statement.finally.length === 0) return completions;
  return completions.flatMap((completion) =>
    machine.execute(statement.finally, frame, completion.state).map((last) => {
      if (last.kind === 'next') return { ...completion, state: last.state };
      noteSwallowed(completion, last.state, false, locate(frame, lastOf(statement.finally) ?? statement));
      return last;
    }),
  );
}

function lastOf(body: TryStatement['finally']): TryStatement['finally'][number] | undefined {
  return body.find((statement) => statement.kind === 'return') ?? body.at(-1);
}

/** A refusal that is caught, or replaced in `finally`, refuses nobody unless what follows does. */
function noteSwallowed({ kind, value }: Completion, path: State, isCaught: boolean, location: Location): void {
  const isEnd = (kind === 'raise' && value.kind === 'exception') || (kind === 'return' && value.kind === 'response');
  if (isEnd && (value.status === 401 || value.status === 403))
    path.note({ kind: 'ignored', says: 'the refusal is caught and goes no further', isCaught, location });
}

function forkTry(
  machine: Machine,
  statement: TryStatement,
  frame: Frame,
  state: Parameters<Machine['execute']>[2],
): Completion[] {
  if (statement.handlers.length > 0) frame.tryDepth++;
  const body = machine.execute(statement.body, frame, state);
  if (statement.handlers.length > 0) frame.tryDepth--;
  const results: Completion[] = [];
  for (const completion of mergeRaises(mergeFailures(body), machine)) {
    if (completion.kind === 'raise') results.push(...handle(machine, statement.handlers, completion, frame));
    else if (completion.kind === 'next') results.push(...machine.execute(statement.otherwise, frame, completion.state));
    else results.push(completion);
  }
  return [
    ...results.filter((completion) => completion.kind !== 'next'),
    ...mergeCompletions(
      results.filter((completion) => completion.kind === 'next'),
      machine,
    ),
  ];
}

function handle(
  machine: Machine,
  handlers: readonly ExceptHandler[],
  completion: Completion,
  frame: Frame,
): Completion[] {
  const thrown = completion.value;
  if (thrown.kind !== 'exception') return [completion];
  const results: Completion[] = [];
  for (const handler of handlers) {
    const answer = handlerAnswer(machine, handler, thrown, completion, frame);
    if (answer === 'no') continue;
    const path = answer === 'yes' ? completion.state : completion.state.fork();
    noteSwallowed(completion, path, true, locate(frame, handler));
    if (handler.name !== null) bind(machine, handler.name, thrown.instance ?? thrown, frame, path);
    results.push(
      ...machine
        .execute(handler.body, frame, path)
        .map((inner): Completion =>
          inner.kind === 'raise' && inner.value.kind === 'exception' && inner.value.name === 're-raised'
            ? { ...inner, value: thrown }
            : inner,
        ),
    );
    if (answer === 'yes') return results;
  }
  return [...results, completion];
}

function handlerAnswer(
  machine: Machine,
  handler: ExceptHandler,
  thrown: ExceptionValue,
  completion: Completion,
  frame: Frame,
): 'yes' | 'no' | 'maybe' {
  if (handler.type === null) return 'yes';
  const type = machine.evaluate(handler.type, frame, completion.state.fork())[0]?.value ?? none;
  const types: readonly Value[] = type.kind === 'sequence' ? type.items : [type];
  const answers = types.map((one) => mayCatch(one, thrown, (value) => describeException(value)));
  if (answers.includes('yes')) return 'yes';
  return answers.includes('maybe') ? 'maybe' : 'no';
}

/** While registrations are evaluated handlers only fill in what the body left unset (`except ImportError: x = None`). */
function joinTry(
  machine: Machine,
  statement: TryStatement,
  frame: Frame,
  state: Parameters<Machine['execute']>[2],
): Completion[] {
  const body = machine.execute(statement.body, frame, state);
  const [first] = body;
  if (first?.kind === 'raise')
    return statement.handlers.slice(0, 1).flatMap((handler) => machine.execute(handler.body, frame, state));
  const known = new Map(frame.scope.names);
  for (const handler of statement.handlers) {
    for (const inner of machine.execute(handler.body, frame, state))
      if (inner.kind === 'return') frame.returned.push(inner.value);
  }
  for (const [name, value] of known) {
    const replaced = frame.scope.names.get(name);
    frame.scope.names.set(name, replaced === undefined ? value : withFallback(value, replaced));
  }
  if (first && first.kind !== 'next') return [first];
  return machine.execute(statement.otherwise, frame, state);
}

/** `except KeyError: key = None`: a variable that a handler fills in is what both say. */
function withFallback(value: Value, fallback: Value): Value {
  if (value === fallback) return value;
  if (value.kind === 'symbol' && value.nature === 'setting')
    return orUnset(value, fallback) ?? choice([value, fallback]);
  return value.kind === 'external' && fallback.kind !== 'constant' ? choice([value, fallback]) : value;
}
