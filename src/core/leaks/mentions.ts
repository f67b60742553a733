/** Which functions of a module can meet a watched value at all: a walk of the others would find nothing. */
import type { FunctionDefinition, Statement } from '../python/syntax';
import { bodiesOf, expressionsWithin } from '../python/syntax-children';
import type { FlowQuestion } from './flow';
import type { Variables } from './scope';
import { isOfG } from './values';

/** What stands in a function, those inside it included. */
interface Mentions {
  /** Its variables, attributes and what it calls. */
  readonly names: ReadonlySet<string>;
  /** Whether something is watched by itself, or put where other functions find it. */
  readonly isSource: boolean;
}

type Body = readonly Statement[];

const known = new WeakMap<FlowQuestion['source'], WeakMap<Body, Mentions>>();

/** Says of a function that sees these variables whether a watched value may come up in it. */
export function functionsThatMeet(
  question: FlowQuestion,
  functions: ReadonlyMap<string, FunctionDefinition>,
  shared: Variables,
): (definition: FunctionDefinition, variables: Variables) => boolean {
  const bodies = known.get(question.source) ?? new WeakMap<Body, Mentions>();
  known.set(question.source, bodies);
  const mentionsOf = ({ body }: FunctionDefinition): Mentions => {
    const mentions = bodies.get(body) ?? readMentions(body, question);
    bodies.set(body, mentions);
    return mentions;
  };
  const meeting = new Set<string>();
  const meets = ({ names, isSource }: Mentions): boolean => isSource || hasCommon(names, meeting);
  for (let before = -1; before < meeting.size;) {
    before = meeting.size;
    for (const [name, definition] of functions) if (meets(mentionsOf(definition))) meeting.add(name);
  }
  return (definition, variables) => {
    const mentions = mentionsOf(definition);
    return meets(mentions) || holdsOneOf(variables, mentions.names) || holdsOneOf(shared, mentions.names);
  };
}

function readMentions(body: Body, question: FlowQuestion): Mentions {
  const names = new Set<string>();
  let isSource = false;
  const read = (statements: Body): void => {
    for (const statement of statements) {
      for (const node of expressionsWithin(statement)) {
        if (node.kind === 'name') names.add(node.id);
        if (node.kind === 'attribute') names.add(node.name);
        isSource ||= Boolean(question.source(node));
      }
      isSource ||= statement.kind === 'assign' && bindsWatched(statement, question);
      read(bodiesOf(statement));
    }
  };
  read(body);
  return { names, isSource };
}

function bindsWatched({ targets, value }: Statement & { readonly kind: 'assign' }, { bound }: FlowQuestion): boolean {
  return targets.some((target) => {
    if (isOfG(target)) return true;
    const name = target.kind === 'name' ? target.id : target.kind === 'attribute' ? target.name : null;
    return name !== null && value !== null && bound?.(name, value) !== undefined;
  });
}

function holdsOneOf(variables: Variables, names: ReadonlySet<string>): boolean {
  for (const [name, watched] of variables) if (watched && names.has(name)) return true;
  return false;
}

function hasCommon(names: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const name of names) if (others.has(name)) return true;
  return false;
}
