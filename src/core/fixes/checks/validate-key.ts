import type { Expression, FunctionDefinition, Statement } from '../../python/syntax';
import { isRepeatable } from './caller-operand';
import { slice, type FileText } from '../edits/file-text';
import type { FixRequest, ProposedFix } from '../fixer';
import { referTo } from '../guards/guard-reference';
import { keyValidators } from '../guards/key-validator';
import { requireToo } from './stricter-test';
import { enclosingFunction, pathTo, type SyntaxNode } from '../edits/syntax-path';

/** Where a test asks for presence only: adds the project's own validating function to it. */
export function validateKey({ project, route, open }: FixRequest): ProposedFix[] {
  const check = route?.judgement.served[0]?.strength.check;
  // Where the form is tested stands a part of the key, or what was matched in it; a session holds an account, and no key.
  const isKey = check?.isOfForm !== true && !check?.origins.some(({ source }) => source === 'session');
  const location = isKey ? check?.location : undefined;
  const source = location && open(location.file);
  const syntax = location && project.source.syntax(location.file);
  if (!source || !syntax) return [];
  const read = pathTo(syntax, location.span);
  const around = enclosingFunction(read);
  const test = around && presenceTest(source, around, read);
  if (!test) return [];
  for (const validator of keyValidators(project)) {
    // Its own test is no place to call it from.
    if (validator.by.kind === 'function' && validator.by.definition === around) continue;
    const reference = referTo(project, source, validator, around.whole.start);
    if (!reference) continue;
    const edit = requireToo(source, {
      path: test.path,
      admits: test.admits,
      condition: `${reference.text}(${test.key})`,
      order: 'after',
    });
    if (edit) return [{ title: `Check the key with ${reference.text}()`, edits: [...reference.edits, edit] }];
  }
  return [];
}

interface PresenceTest {
  readonly path: readonly SyntaxNode[];
  readonly admits: boolean;
  /** Text of the key that is tested. */
  readonly key: string;
}

/** The first test of a function whose subject is the key that was read at the end of `read`. */
function presenceTest(
  source: FileText,
  around: FunctionDefinition,
  read: readonly SyntaxNode[],
): PresenceTest | undefined {
  const node = read.at(-1);
  const parent = read.at(-2);
  const [target, ...others] = parent?.kind === 'assign' ? parent.targets : [];
  const alias = target?.kind === 'name' && others.length === 0 && parent?.kind === 'assign' ? target.id : undefined;
  if (!node) return undefined;
  const isKey = (one: Expression): boolean =>
    (one.kind === 'name' && one.id === alias) || (one.start === node.start && one.end === node.end);
  for (const { test, path } of testsOf(around.body, [around])) {
    const found = atomsOf(test, path).find((atom) => presenceOf(source, atom, isKey));
    const presence = found && presenceOf(source, found, isKey);
    if (presence) return { path: found, ...presence };
  }
  return undefined;
}

/** Reads `key`, `key is None`, `key == ""` and `"X-API-Key" in request.headers`. */
function presenceOf(
  source: FileText,
  path: readonly SyntaxNode[],
  isKey: (node: Expression) => boolean,
): { readonly admits: boolean; readonly key: string } | undefined {
  const atom = path.at(-1) as Expression;
  const text = (node: Expression) => (isRepeatable(node) ? slice(source, node) : undefined);
  if (isKey(atom) && atom.kind !== 'compare') {
    const key = text(atom);
    return key === undefined ? undefined : { admits: true, key };
  }
  if (atom.kind !== 'compare' || atom.operands.length !== 2) return undefined;
  const [left, right] = atom.operands;
  const operator = atom.operators[0] ?? '';
  if (!left || !right) return undefined;
  const isEmpty = right.kind === 'constant' && (right.value === null || right.value === '');
  if (isEmpty && isKey(left) && /^(?:is(?: not)?|==|!=)$/.test(operator)) {
    const key = text(left);
    return key === undefined ? undefined : { admits: operator === 'is not' || operator === '!=', key };
  }
  const isMember = left.kind === 'constant' && typeof left.value === 'string' && isKey(atom) && isRepeatable(right);
  if (!isMember || !/^(?:not )?in$/.test(operator)) return undefined;
  return { admits: operator === 'in', key: `${slice(source, right)}[${slice(source, left)}]` };
}

interface FoundTest {
  readonly test: Expression;
  readonly path: readonly SyntaxNode[];
}

/** Tests of `if` and `while`, in the order of the text; inner functions have their own. */
function testsOf(body: readonly Statement[], path: readonly SyntaxNode[]): readonly FoundTest[] {
  return body.flatMap((statement): readonly FoundTest[] => {
    const inside = [...path, statement];
    switch (statement.kind) {
      case 'if':
      case 'while':
        return [
          { test: statement.test, path: inside },
          ...testsOf([...statement.body, ...statement.otherwise], inside),
        ];
      case 'for':
        return testsOf([...statement.body, ...statement.otherwise], inside);
      case 'with':
        return testsOf(statement.body, inside);
      case 'try':
        return testsOf([...statement.body, ...statement.otherwise, ...statement.finally], inside);
      default:
        return [];
    }
  });
}

/** The parts of a test that `not`, `and` and `or` combine, each with the nodes down to it. */
function atomsOf(test: Expression, path: readonly SyntaxNode[]): readonly (readonly SyntaxNode[])[] {
  const inside = [...path, test];
  if (test.kind === 'boolean') return [...atomsOf(test.left, inside), ...atomsOf(test.right, inside)];
  if (test.kind === 'unary' && test.operator === 'not') return atomsOf(test.operand, inside);
  return [inside];
}
