import type { Argument, CallExpression, Expression, FunctionDefinition, ModuleSyntax } from '../python/syntax';
import { namedValues, type NamedValues } from '../python/named-values';
import { claimsByHand } from '../leaks/claims-by-hand';
import { childrenOf } from '../python/syntax-children';
import { visitModule } from '../python/visit';
import { writtenSettings } from '../leaks/written-settings';
import { nameOf, textOf } from '../secrets/credential-reads';
import type { Span } from '../text/span';
import type { FileReport, FileRule } from './rule';
import { isProgram } from './test-path';

/** A token is believed without its signature, or for ever. */
export const jwtNotVerified: FileRule = {
  id: 'jwt-not-verified',
  title: 'Token not verified',
  severity: 'error',
  why: 'A token whose signature is not tested can be written by anyone; one whose expiry is not tested is good for ever, also after it was stolen.',
  bad: 'def current_claims(token):\n    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": False})\n',
  good: 'def current_claims(token):\n    return jwt.decode(token, KEY, algorithms=["HS256"])\n',
  cwe: ['CWE-347', 'CWE-613'],
  owasp: ['API2:2023'],
  pci: ['6.2.4', '8.3.1'],
  fixes: ['verify-token', 'ignore'],
  isAbout: isProgram,
  mayFind: (text) => mayDecode.test(text),
  checkFile: ({ text, syntax }) => {
    const module = syntax();
    return module ? [...inDecoding(module, text), ...inTimed(module), ...inSettings(module)] : [];
  },
};

const mayDecode =
  /\bjwt\b|\bjose\b|\bjws\b|URLSafeTimed|TimedSerializer|TimestampSigner|TimedJSONWebSignature|JWT_|b64decode/i;

interface Decoding {
  readonly report: FileReport | null;
  readonly function: FunctionDefinition | null;
}

/** A look into a token is fair where the same function verifies it as well. */
function inDecoding(module: ModuleSyntax, text: string): FileReport[] {
  const decodings: Decoding[] = [];
  const isPyJwt = /^\s*import jwt\b|^\s*from jwt import|\bjose import/m.test(text) && !/\bauthlib\b/.test(text);
  const values = namedValues(module);
  const isImported = /^[ \t]*from (?:jwt|jose\.\w+|jose) import [^\n]*\b(?:decode|get_unverified_claims)\b/m.test(text);
  visitModule(module, (node, { function: inside }) => {
    if (node.kind !== 'call' || !isJwtCall(node, isImported)) return;
    const defect = (): FileReport | null => defectOf(node, isPyJwt, (value) => values(value, inside));
    decodings.push({ report: readsTimesOnly(text, node, inside) ? null : defect(), function: inside });
  });
  decodings.push(...byHand(module, values, text));
  return decodings.flatMap(({ report, function: inside }) =>
    report && !(inside && decodings.some((other) => other.function === inside && other.report === null))
      ? [report]
      : [],
  );
}

const verifies = /compare_digest|\bverif\w*\s*\(|\bHMAC\b/i;

function byHand(module: ModuleSyntax, values: NamedValues, text: string): Decoding[] {
  if (!text.includes('b64decode')) return [];
  return claimsByHand(module, values).map(({ call, inside }) => {
    const isFair =
      readsTimesOnly(text, call, inside) || (inside !== null && verifies.test(text.slice(inside.start, inside.end)));
    const { start, end } = call;
    const message = 'The claims are read by hand, without the signature: anyone can write this token.';
    return { report: isFair ? null : { start, end, message }, function: inside };
  });
}

/** `claims = jwt.decode(…)`, of which only `exp` and the like are read: nobody is believed. */
function readsTimesOnly(text: string, call: CallExpression, inside: FunctionDefinition | null): boolean {
  const name = /(\w+)\s*=\s*$/.exec(text.slice(Math.max(0, call.start - 80), call.start))?.[1];
  if (name === undefined || !inside) return false;
  const after = text.slice(call.end, inside.end);
  const uses = [...after.matchAll(new RegExp(`\\b${name}\\b(?:(?:\\[|\\.get\\()\\s*["'](\\w+))?`, 'g'))];
  return uses.length > 0 && uses.every((use) => /^(?:exp|iat|nbf)$/.test(use[1] ?? ''));
}

function isJwtCall({ callee }: CallExpression, isImported: boolean): boolean {
  if (callee.kind !== 'attribute')
    return (
      callee.kind === 'name' &&
      (/^(?:jwt_decode|decode_jwt)$/.test(callee.id) ||
        (isImported && /^(?:decode|get_unverified_claims)$/.test(callee.id)))
    );
  const { object } = callee;
  const owner = nameOf(object.kind === 'call' ? object.callee : object) ?? '';
  return (
    (/jwt|jws|^jose$/i.test(owner) && /^(?:decode|encode|get_unverified_claims|decode_complete)$/.test(callee.name)) ||
    (/jws/i.test(owner) && callee.name === 'verify')
  );
}

function defectOf(
  call: CallExpression,
  isPyJwt: boolean,
  values: (node: Expression) => readonly Expression[],
): FileReport | null {
  const named = (name: string): Argument | undefined => call.arguments.find((argument) => argument.name === name);
  const at = ({ start, end }: Span, message: string): FileReport => ({ start, end, message });
  const verify = named('verify');
  const isOff = (value: Expression): boolean => values(value).every(isFalse);
  if (verify && isOff(verify.value)) return at(verify, 'The signature is not tested: anyone can write this token.');
  const options = named('options');
  for (const { option, value, start, end } of options ? values(options.value).flatMap(entriesOf) : []) {
    if (!isOff(value)) continue;
    // What stands elsewhere is reported where it is used.
    const whole = options && start >= options.start && end <= options.end ? { start, end } : (options ?? call);
    if (option === 'verify_signature') return at(whole, 'The signature is not tested: anyone can write this token.');
    if (option === 'verify_exp') return at(whole, 'The expiry is not tested: a stolen token is good for ever.');
  }
  const algorithms = named('algorithms') ?? named('algorithm');
  if (algorithms && allowsNone(algorithms.value))
    return at(algorithms, 'The algorithm `none` is no signature: anyone can write this token.');
  if (algorithms && isOfOwnHeader(algorithms.value, values))
    return at(
      algorithms,
      'The token itself names the algorithm by which it is verified: name the one that you sign with.',
    );
  const name = nameOf(call.callee);
  if (name === 'get_unverified_claims')
    return { ...at(call, 'These claims are not verified: anyone can write them.'), severity: 'warning' };
  const isOpen =
    call.arguments.length > 3 || call.arguments.some((argument) => argument.star !== '') || named('options');
  return name === 'decode' &&
    isPyJwt &&
    !algorithms &&
    !isOpen &&
    call.arguments.length > 0 &&
    call.arguments.filter((one) => one.name === null).length < 3
    ? { ...at(call, 'No algorithms are named: the token itself chooses how it is verified.'), severity: 'warning' }
    : null;
}

/** `[jwt.get_unverified_header(token)["alg"]]`, also through a few variables. */
function isOfOwnHeader(node: Expression, values: (node: Expression) => readonly Expression[], depth = 8): boolean {
  if (depth === 0) return false;
  if (node.kind === 'call' && /^get_unverified_headers?$/.test(nameOf(node.callee) ?? '')) return true;
  const parts = node.kind === 'name' ? values(node).filter((one) => one !== node) : childrenOf(node);
  return parts.some((one) => isOfOwnHeader(one, values, depth - 1));
}

interface Option extends Span {
  readonly option: string | null;
  readonly value: Expression;
}

/** `{"verify_exp": False}` and `dict(verify_exp=False)`. */
function entriesOf(options: Expression): readonly Option[] {
  if (options.kind === 'dict')
    return options.entries.flatMap(({ key, value }) =>
      key ? [{ option: textOf(key), value, start: key.start, end: value.end }] : [],
    );
  return options.kind === 'call' && nameOf(options.callee) === 'dict'
    ? options.arguments.map(({ name, value, start, end }) => ({ option: name, value, start, end }))
    : [];
}

function isFalse(value: Expression): boolean {
  return value.kind === 'constant' && value.value === false;
}

function allowsNone(value: Expression): boolean {
  if (value.kind === 'collection') return value.items.some((item) => textOf(item)?.toLowerCase() === 'none');
  return (value.kind === 'constant' && value.value === null) || textOf(value)?.toLowerCase() === 'none';
}

const timedTypes = /^(?:URLSafeTimedSerializer|TimedSerializer|TimestampSigner|TimedJSONWebSignatureSerializer)$/;

/** Timed signatures are read without an age. https://itsdangerous.palletsprojects.com/en/stable/timed/ */
function inTimed(module: ModuleSyntax): FileReport[] {
  const timed = new Set<string>();
  const reports: FileReport[] = [];
  // A function's own variable, the module's, or an attribute, which any method may set.
  const keyOf = (node: Expression, inside: FunctionDefinition | null): string =>
    `${node.kind === 'name' ? String(inside?.start ?? '') : '.'} ${nameOf(node) ?? ''}`;
  const isTimed = (node: Expression, inside: FunctionDefinition | null): boolean =>
    node.kind === 'call'
      ? timedTypes.test(nameOf(node.callee) ?? '') && nameOf(node.callee) !== 'TimedJSONWebSignatureSerializer'
      : timed.has(keyOf(node, inside)) || timed.has(keyOf(node, null));
  visitModule(module, (node, { function: inside }) => {
    if (node.kind === 'assign' && node.value && isTimed(node.value, inside))
      for (const target of node.targets) timed.add(keyOf(target, inside));
    if (node.kind !== 'call' || node.callee.kind !== 'attribute' || !/^(?:loads|unsign)$/.test(node.callee.name))
      return;
    if (
      !isTimed(node.callee.object, inside) ||
      node.arguments.some(({ name, star }) => star !== '' || name === 'max_age')
    )
      return;
    const isPositional = node.callee.name === 'unsign' ? node.arguments.length > 1 : false;
    if (!isPositional)
      reports.push({
        start: node.start,
        end: node.end,
        severity: 'warning',
        message: 'The age of this token is not tested: give max_age, or it is good for ever.',
      });
  });
  return reports;
}

/** https://flask-jwt-extended.readthedocs.io/en/stable/options.html */
function inSettings(module: ModuleSyntax): FileReport[] {
  return writtenSettings(module)
    .filter(({ name, value }) => /^JWT_(?:DECODE_)?ALGORITHMS?$/.test(name) && allowsNone(value))
    .map(({ start, end }) => ({
      start,
      end,
      message: 'The algorithm `none` is no signature: anyone can write a token.',
    }));
}
