import type { Argument, CallExpression, Expression } from '../python/syntax';
import { nameOf } from './credential-reads';

/** Calls that take a key by position, and where: what stands there is a key, whatever it looks like. */
const keyPositions: Readonly<Record<string, number>> = {
  // https://pyjwt.readthedocs.io/en/stable/api.html
  'jwt.encode': 1,
  'jwt.decode': 1,
  // https://docs.python.org/3/library/hmac.html#hmac.new
  'hmac.new': 0,
  'hmac.digest': 0,
  // https://cryptography.io/en/latest/fernet/
  Fernet: 0,
  // https://itsdangerous.palletsprojects.com/en/stable/
  Signer: 0,
  TimestampSigner: 0,
  Serializer: 0,
  TimedSerializer: 0,
  URLSafeSerializer: 0,
  URLSafeTimedSerializer: 0,
  JSONWebSignatureSerializer: 0,
  TimedJSONWebSignatureSerializer: 0,
};

/** Names that such calls have for it. */
const keyNames = /^(?:key|secret|secret_key)$/;

/** `user.set_password("…")`, `generate_password_hash("…")`: what somebody can log in with. */
const passwordTakers = /^(?:set|encrypt|hash|change)_password$|^(?:generate_)?password_hash$|^hashpw$/;

/** A text of the file in which such a call may stand. */
export const maySign =
  /(?:_password|password_hash|hashpw)\s*\(\s*b?["']|\bjwt\s*\.\s*(?:en|de)code\b|\bhmac\s*\.\s*(?:new|digest)\b|\bFernet\s*\(|(?:Signer|Serializer)\s*\(/;

/** The argument that is the key of a call that signs, verifies or encrypts. */
export function signingKey(call: CallExpression): Argument | undefined {
  const { callee } = call;
  const name = nameOf(callee) ?? '';
  const owner = callee.kind === 'attribute' ? (nameOf(callee.object) ?? '') : '';
  const position = [`${owner}.${name}`, name].find((one) => Object.hasOwn(keyPositions, one));
  if (position === undefined) return undefined;
  const named = call.arguments.find((argument) => keyNames.test(argument.name ?? ''));
  if (named) return named;
  const at = call.arguments[keyPositions[position] ?? 0];
  return at?.name === null && at.star === '' ? at : undefined;
}

/** The password that a call hashes or gives to somebody. */
export function passwordOf(call: CallExpression): Expression | undefined {
  const [first] = call.arguments;
  return passwordTakers.test(nameOf(call.callee) ?? '') && first?.name === null ? first.value : undefined;
}
