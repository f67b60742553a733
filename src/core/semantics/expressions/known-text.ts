import { constant, identify, opaque, sequence, textOf, type CallArguments, type Value } from '../values/values';
import { concatenate } from './concatenate';

/** Methods of `str` and `bytes` on a known text; undefined when the result is not known. */
function callTextMethod(text: string, method: string, given: CallArguments): Value | undefined {
  const values = given.positional;
  const first = values[0];
  const argument = textOf(first);
  switch (method) {
    case 'lower':
    case 'casefold':
      return constant(text.toLowerCase());
    case 'upper':
      return constant(text.toUpperCase());
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      return constant(stripText(text, method, argument));
    case 'encode':
    case 'decode':
      return constant(text);
    case 'startswith':
    case 'endswith':
      return hasEnd(text, method, first);
    case 'replace':
    case 'removeprefix':
    case 'removesuffix':
      return argument === undefined ? undefined : withoutPart(text, method, argument, textOf(values[1]));
    case 'split':
    case 'rsplit':
      return splitText(text, method, argument, values[1] ?? given.keyword.get('maxsplit'));
    case 'partition':
    case 'rpartition':
      return argument === undefined || argument === '' ? undefined : partition(text, method, argument);
    case 'join':
      return first?.kind === 'sequence' && !first.open && first.items.every((item) => textOf(item) !== undefined)
        ? constant(first.items.map((item) => textOf(item) ?? '').join(text))
        : undefined;
    case 'format':
      return formatText(text, given);
    default:
      return undefined;
  }
}

/** `"api.users".rsplit(".", 1)`: at most so often, from the left or from the right. */
function splitText(
  text: string,
  method: string,
  separator: string | undefined,
  most: Value | undefined,
): Value | undefined {
  const parts = separator === undefined ? text.split(/\s+/).filter((part) => part !== '') : text.split(separator);
  const limit = most?.kind === 'constant' && typeof most.value === 'number' ? most.value : undefined;
  if (most !== undefined && (limit === undefined || separator === undefined)) return undefined;
  const isLimited = separator !== undefined && limit !== undefined && limit >= 0 && parts.length > limit + 1;
  const cut = isLimited ? joinRest(parts, method === 'split' ? limit : parts.length - limit, method, separator) : parts;
  return sequence(
    'list',
    cut.map((part) => constant(part)),
  );
}

/** Parts cut at one place: `split` leaves what stands behind it whole, `rsplit` what stands before. */
function joinRest(parts: readonly string[], at: number, method: string, separator: string): readonly string[] {
  const [before, behind] = [parts.slice(0, at), parts.slice(at)];
  return method === 'split' ? [...before, behind.join(separator)] : [before.join(separator), ...behind];
}

/** https://docs.python.org/3/library/stdtypes.html#str.partition */
function partition(text: string, method: string, separator: string): Value {
  const at = method === 'partition' ? text.indexOf(separator) : text.lastIndexOf(separator);
  const parts =
    at >= 0
      ? [text.slice(0, at), separator, text.slice(at + separator.length)]
      : method === 'partition'
        ? [text, '', '']
        : ['', '', text];
  return sequence(
    'tuple',
    parts.map((part) => constant(part)),
  );
}

function withoutPart(text: string, method: string, part: string, replacement: string | undefined): Value | undefined {
  if (method === 'replace') return replacement === undefined ? undefined : constant(text.replaceAll(part, replacement));
  if (method === 'removeprefix') return constant(text.startsWith(part) ? text.slice(part.length) : text);
  return constant(part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text);
}

/** `startswith` and `endswith`, of one text or any of several. */
function hasEnd(text: string, method: string, ends: Value | undefined): Value | undefined {
  const options = (ends?.kind === 'sequence' ? ends.items : [ends]).map(textOf);
  if (!options.every((option) => option !== undefined)) return undefined;
  return constant(
    options.some((option) => (method === 'startswith' ? text.startsWith(option) : text.endsWith(option))),
  );
}

function stripText(text: string, method: string, characters: string | undefined): string {
  const isStripped = (unit: string | undefined): boolean =>
    unit !== undefined && (characters === undefined ? /\s/.test(unit) : characters.includes(unit));
  let start = 0;
  let end = text.length;
  if (method !== 'rstrip') while (start < end && isStripped(text[start])) start++;
  if (method !== 'lstrip') while (end > start && isStripped(text[end - 1])) end--;
  return text.slice(start, end);
}

function formatText(text: string, given: CallArguments): Value {
  let next = 0;
  const parts = text.split(/(\{\w*\})/).map((piece): Value => {
    const field = /^\{(\w*)\}$/.exec(piece)?.[1];
    if (field === undefined) return constant(piece);
    const index = field === '' ? next++ : Number(field);
    return given.keyword.get(field) ?? given.positional[index] ?? opaque(`{${field}}`);
  });
  return concatenate(parts);
}

/** Any method of a text that is known. */
export function callKnownText(receiver: Value, text: string, method: string, given: CallArguments): Value {
  // The digest of a known text, as `hashlib` is modelled.
  if (/^(?:hex)?digest$/.test(method)) return receiver;
  const result = callTextMethod(text, method, given);
  const isOfRequest = receiver.kind === 'constant' && receiver.isOfRequest === true;
  if (result)
    return isOfRequest && textOf(result) !== undefined ? { ...receiver, value: textOf(result) ?? '' } : result;
  if (method === 'join')
    return concatenate(given.positional.flatMap((part) => (part.kind === 'sequence' ? part.items : [part])));
  return {
    ...opaque(`${identify(receiver)}.${method}(${given.positional.map(identify).join(',')})`, 'a text'),
    isText: true,
  };
}
