/** Answers a flow question for one module: inside each function, and through calls of the module's own functions. */
import { nameOf } from '../secrets/credential-reads';
import type { Argument, CallExpression, Expression, FunctionDefinition, ModuleSyntax } from '../python/syntax';
import type { Flow, FlowQuestion, Sink, Step, Watched } from './flow';
import { functionsThatMeet } from './mentions';
import { functionsByName, type Variables } from './scope';
import { walkBlock, type Defined } from './statements';
import type { Frame, Outcome, Walk } from './values';

/** Calls are followed this deep, and so often in one file: more tells nothing new, and the time is bounded. */
const deepestCall = 3;
const mostCalls = 400;

/** All flows of a module, in source order. */
export function followFlows(module: ModuleSyntax, question: FlowQuestion): Flow[] {
  const flows = new Map<number, Flow>();
  const functions = functionsByName(module);
  const pending: { readonly definition: FunctionDefinition; readonly variables: Variables }[] = [];
  const active: FunctionDefinition[] = [];
  const unbound = new Map<FunctionDefinition, Outcome>();
  const moduleVariables: Variables = new Map();
  let calls = 0;
  const defined: Defined = (definition, { variables }) => void pending.push({ definition, variables });
  const run = (definition: FunctionDefinition, given: Variables, from: Variables, defines: Defined): Outcome => {
    const frame = frameOf(definition, given, from);
    walkBlock(definition.body, frame, walk, defines);
    return frame;
  };
  const walk: Walk = {
    question,
    met: 0,
    shared: new Map(),
    arrive: (arrival, watched) => {
      const sink = walk.question.sink(arrival);
      if (sink) noteFlows(flows, sink, watched);
      return sink !== undefined;
    },
    enter: (call, watched) => {
      const definition = functions.get(calledName(call) ?? '');
      if (!definition || active.includes(definition) || active.length >= deepestCall || calls > mostCalls)
        return undefined;
      if (call.arguments.some(hides)) return { returned: undefined, raised: undefined };
      const given = boundParameters(definition, call, watched);
      const known = given.size === 0 ? unbound.get(definition) : undefined;
      if (known) return known;
      calls++;
      active.push(definition);
      const outcome = run(definition, given, moduleVariables, () => undefined);
      active.pop();
      if (given.size === 0) unbound.set(definition, outcome);
      return outcome;
    },
  };

  const top: Frame = { variables: moduleVariables, function: null, returned: undefined, raised: undefined };
  walkBlock(module.body, top, walk, defined);
  const meets = functionsThatMeet(question, functions, walk.shared);
  for (const { definition, variables } of pending) {
    if (!meets(definition, variables)) continue;
    active.push(definition);
    run(definition, new Map(), variables, defined);
    active.pop();
  }
  return [...flows.values()].sort((left, right) => left.start - right.start);
}

function frameOf(definition: FunctionDefinition, given: Variables, from: Variables): Frame {
  const variables = new Map(from);
  for (const { name } of definition.parameters) variables.delete(name);
  for (const [name, watched] of given) variables.set(name, watched);
  return { variables, function: definition, returned: undefined, raised: undefined };
}

/** One report for a call, however many of its arguments hold the value. */
function noteFlows(flows: Map<number, Flow>, sink: Sink, watched: ReadonlyMap<Expression, Watched>): void {
  for (const value of sink.values) {
    const found = watched.get(value);
    if (!found || !sink.accepts(found) || flows.has(sink.start)) continue;
    flows.set(sink.start, { watched: found, sink, start: value.start, end: value.end });
  }
}

/** `build_uri(hide_password=True)` */
function hides({ name, value }: Argument): boolean {
  return (
    /^(?:hide|mask|redact|censor|obfuscate)/i.test(name ?? '') && value.kind === 'constant' && value.value === true
  );
}

function calledName({ callee }: CallExpression): string | null {
  if (callee.kind === 'name') return callee.id;
  return callee.kind === 'attribute' && callee.object.kind === 'name' && /^(?:self|cls)$/.test(callee.object.id)
    ? callee.name
    : null;
}

/** The parameters that a call gives watched values to. */
function boundParameters(
  definition: FunctionDefinition,
  call: CallExpression,
  watched: ReadonlyMap<Expression, Watched>,
): Variables {
  const isMethod = call.callee.kind === 'attribute';
  const positional = definition.parameters
    .filter((one) => one.star === '' && !one.keywordOnly)
    .slice(isMethod && !definition.decorators.some((one) => nameOf(one.expression) === 'staticmethod') ? 1 : 0);
  const given: Variables = new Map();
  let position = 0;
  for (const { name, star, value } of call.arguments) {
    const parameter =
      name === null
        ? star === ''
          ? positional[position++]
          : undefined
        : definition.parameters.find((one) => one.name === name);
    const found = watched.get(value);
    if (!parameter || !found) continue;
    const passed: Step = { start: value.start, end: value.end, says: `it is passed to ${definition.name}` };
    given.set(parameter.name, { ...found, steps: [...found.steps, passed] });
  }
  return given;
}
