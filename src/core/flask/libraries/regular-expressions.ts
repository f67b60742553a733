import { isInput, makeFormCheck } from '../../semantics/expressions/checks';
import { askEqual } from '../../semantics/values/sending';
import { evaluated, type Machine, type Outcome, type Site } from '../../semantics/machine';
import type { State } from '../../semantics/paths/state';
import { positional, withFirst } from '../../semantics/values/call-arguments';
import {
  constant,
  identify,
  none,
  opaque,
  textOf,
  type CallArguments,
  type SymbolValue,
  type Value,
} from '../../semantics/values/values';
import { type Anchor, compilePlain, matchesBeginning } from './match-prefix';
import type { Model } from './verifications';

/** `re.match(pattern, text)`: on constants it is evaluated when the pattern is plain, on the caller's data it is its form. */
const matchPattern =
  (anchor: Anchor): Model =>
  (_, given, site, state) => {
    const [pattern, subject] = given.positional;
    if (subject === undefined) return undefined;
    if (isInput(subject)) {
      const sending = isMatch(pattern, '', anchor) === false ? askEqual(subject.field, null) : undefined;
      return evaluated(state, {
        ...opaque(`re(${subject.id})@${String(site.location.span.start)}`, `the form of ${subject.says}`),
        instanceOf: 're.Match',
        arguments: { ...given, positional: [subject] },
        ifTrue: makeFormCheck(subject, site, sending && { sending }),
      });
    }
    const text = textOf(subject);
    const expression = textOf(pattern);
    const prefix = subject.kind === 'symbol' ? subject.knownPrefix : undefined;
    const found =
      text !== undefined
        ? isMatch(pattern, text, anchor)
        : expression !== undefined && prefix !== undefined
          ? matchesBeginning(expression, anchor, prefix)
          : undefined;
    return found === undefined ? undefined : evaluated(state, found ? constant(true) : none);
  };

/** Whether a text fits to a plain pattern; undefined where that cannot be known. */
function isMatch(pattern: Value | undefined, text: string, anchor: Anchor): boolean | undefined {
  const expression = textOf(pattern);
  return expression === undefined ? undefined : compilePlain(expression, anchor)?.test(text);
}

/** `match.group(1)`, `match["token"]`: a part of the caller's text; undefined for what is no match of one. */
export function matchedPart(match: SymbolValue, which: Value | undefined): SymbolValue | undefined {
  const subject = match.instanceOf === 're.Match' ? match.arguments?.positional[0] : undefined;
  if (subject === undefined || !isInput(subject)) return undefined;
  return {
    ...subject,
    id: `${match.id}[${which ? identify(which) : '0'}]`,
    bases: [subject.id, ...(subject.bases ?? [])],
    optional: false,
    isTruthy: false,
  };
}

/** `re.split(pattern, text)`, as by a separator. https://docs.python.org/3/library/re.html#re.split */
const splitByPattern: Model = (machine, { positional: [separator, text] }, site, state) =>
  separator &&
  text &&
  machine.call({ kind: 'method', receiver: text, name: 'split' }, positional(separator), site, state);

/** Methods of `re.compile(pattern)` and of matches. */
export function callPattern(
  machine: Machine,
  receiver: SymbolValue,
  method: string,
  given: CallArguments,
  site: Site,
  state: State,
): Outcome[] | undefined {
  if (method === 'group') {
    const part = matchedPart(receiver, given.positional[0]);
    return part && evaluated(state, part);
  }
  const pattern = receiver.arguments?.positional[0];
  if (
    receiver.instanceOf !== 're.compile' ||
    pattern === undefined ||
    !/^(?:match|fullmatch|search|split)$/.test(method)
  )
    return undefined;
  return regularExpressions[`re.${method}`]?.(machine, withFirst(pattern, given), site, state);
}

/** `fnmatch(request.path, "/docs/*")` on what is known. https://docs.python.org/3/library/fnmatch.html */
const matchWildcards: Model = (_, { positional: [subject, wildcards] }, __, state) => {
  const [text, pattern] = [textOf(subject), textOf(wildcards)];
  if (text === undefined || pattern === undefined || pattern.includes('[')) return undefined;
  const expression = pattern
    .replace(/[.+^${}()|\\\]]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]');
  return evaluated(state, constant(new RegExp(`^${expression}$`).test(text)));
};

/** Functions that match or cut texts by patterns, as far as guards depend on them. */
export const regularExpressions: Readonly<Record<string, Model>> = {
  're.match': matchPattern('match'),
  're.fullmatch': matchPattern('fullmatch'),
  're.search': matchPattern('search'),
  're.split': splitByPattern,
  'fnmatch.fnmatch': matchWildcards,
  'fnmatch.fnmatchcase': matchWildcards,
};
