/** Decorators that hand parts of the request to the view as its arguments. */
import { textOf, type CallArguments, type DecoratedValue } from '../../semantics/values/values';
import type { Origin } from '../../semantics/values/credential-check';
import { containerOf } from '../requests/request';

/** How the parsed part comes: its fields by their names, the whole behind the other arguments, or by a name of the library's. */
const parsers: readonly (readonly [RegExp, 'fields' | 'last' | 'named'])[] = [
  // https://webargs.readthedocs.io/en/latest/quickstart.html#decorator-usage
  [/^(?:webargs|flask_apispec)\.(?:.*\.)?use_kwargs$/, 'fields'],
  [/^webargs\.(?:.*\.)?use_args$/, 'last'],
  // https://flask-smorest.readthedocs.io/en/latest/arguments.html
  [/^flask_smorest\.(?:.*\.)?arguments$/, 'last'],
  // https://apiflask.com/request/
  [/^apiflask\.(?:.*\.)?input$/, 'named'],
];

const sources: Readonly<Record<string, Origin['source']>> = {
  headers: 'header',
  header: 'header',
  query: 'query',
  querystring: 'query',
  form: 'form',
  cookies: 'cookie',
  cookie: 'cookie',
};

/** What the view is given with what a parsing decorator adds. */
export function withParsed({ byName, arguments: asked }: DecoratedValue, given: CallArguments): CallArguments {
  const how = parsers.find(([name]) => name.test(byName))?.[1];
  if (how === undefined) return given;
  const location = textOf(asked?.keyword.get('location')) ?? 'json';
  const parsed = containerOf(sources[location] ?? 'json');
  const isSpread = asked?.keyword.get('as_kwargs');
  if (how === 'fields' || (isSpread?.kind === 'constant' && isSpread.value === true))
    return { ...given, spread: parsed };
  if (how === 'last') return { ...given, positional: [...given.positional, parsed] };
  const name = textOf(asked?.keyword.get('arg_name')) ?? `${location}_data`;
  return { ...given, keyword: new Map([...given.keyword, [name, parsed]]) };
}
