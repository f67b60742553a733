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

/** Calls that take a password by position, and where. */
const passwordPositions: Readonly<Record<string, number>> = {
  // https://docs.python.org/3/library/smtplib.html#smtplib.SMTP.login, imaplib, ftplib
  login: 1,
  // https://docs.python.org/3/library/ftplib.html#ftplib.FTP
  FTP: 2,
  FTP_TLS: 2,
  // https://requests.readthedocs.io/en/latest/user/authentication/
  HTTPBasicAuth: 1,
  HTTPDigestAuth: 1,
  HTTPProxyAuth: 1,
  // https://pymysql.readthedocs.io/en/latest/modules/connections.html
  'pymysql.connect': 2,
  'MySQLdb.connect': 2,
  // https://www.pygresql.org/contents/pgdb/module.html
  'pgdb.connect': 2,
  // https://redis.readthedocs.io/en/stable/connections.html
  'redis.Redis': 3,
  'redis.StrictRedis': 3,
};

/** A text of the file in which such a call may stand. */
export const maySign =
  /\b(?:login|FTP|FTP_TLS|HTTP\w{5,6}Auth|connect|Redis)\s*\([^)\n]*["']|(?:_password|password_hash|hashpw)\s*\(\s*b?["']|\bjwt\s*\.\s*(?:en|de)code\b|\bhmac\s*\.\s*(?:new|digest)\b|\bFernet\s*\(|(?:Signer|Serializer)\s*\(/;

/** The argument that is the key of a call that signs, verifies or encrypts. */
export function signingKey(call: CallExpression): Argument | undefined {
  const position = positionIn(keyPositions, call);
  if (position === undefined) return undefined;
  return call.arguments.find((argument) => keyNames.test(argument.name ?? '')) ?? argumentAt(call, position);
}

function positionIn(table: Readonly<Record<string, number>>, { callee }: CallExpression): number | undefined {
  const name = nameOf(callee) ?? '';
  const owner = callee.kind === 'attribute' ? (nameOf(callee.object) ?? '') : '';
  const known = [`${owner}.${name}`, name].find((one) => Object.hasOwn(table, one));
  return known === undefined ? undefined : table[known];
}

function argumentAt(call: CallExpression, position: number): Argument | undefined {
  const at = call.arguments[position];
  const isPlain = call.arguments.slice(0, position + 1).every(({ name, star }) => name === null && star === '');
  return isPlain ? at : undefined;
}

/** The password that a call hashes, gives to somebody, or logs in with. */
export function passwordOf(call: CallExpression): Expression | undefined {
  const name = nameOf(call.callee) ?? '';
  // `authomatic.login(adapter, "google", session=…)` is another's.
  if (name === 'login' && call.arguments.length !== 2) return undefined;
  const position = passwordTakers.test(name) ? 0 : positionIn(passwordPositions, call);
  return position === undefined ? undefined : argumentAt(call, position)?.value;
}
