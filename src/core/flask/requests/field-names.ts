import type { Origin } from '../../semantics/values/credential-check';

const credentialWords =
  /key|token|auth|secret|passw|pwd|credential|signature|hmac|jwt|bearer|otp|api.?k|x-hub|apikey|session/i;

/** Fields whose names hold a credential's word but are none. */
const innocentWords =
  /^(?:key|keys|keyword|author|authors|session|csrf.?token|_?csrf|page.?token|next.?token|primary.?key|foreign.?key|sort.?key|cache.?key|x-csrf.*|x-forwarded.*|content-.*|accept.*|auth-(?:port|method|status|protocol|ssl))$/i;

/** Headers that tell about the client, not who it is: anyone can send the expected value. */
export const openHeaders =
  /^(?:user-agent|origin|referer|host|accept(?:-.*)?|content-.*|x-forwarded-.*|x-requested-with|x-real-ip|forwarded|if-.*|range|cache-control|connection|date|via)$/i;

/** Whether a field is a credential by its name. */
export function isCredentialName(source: Origin['source'], name: string): boolean {
  if (innocentWords.test(name))
    return (source === 'header' && /^key$/i.test(name)) || (source !== 'json' && /^session$/i.test(name));
  return credentialWords.test(name);
}

/** Fields that name somebody: known to many, so to know one proves nothing. */
const identifierWords =
  /^(?:x[-_])?(?:[a-z]+[-_])*(?:user|client|account|tenant|customer|member|org|organi[sz]ation|device|employee|partner|merchant|app|company)s?(?:[-_]?(?:id|name|no|number|email|role|code))?$|^(?:x[-_])?(?:id|uid|sub|login|e-?mail|role|roles|group|groups|scope|remote[-_]user)$/i;

/** Whether a caller's field only names somebody, as opposed to a session's, which the server has signed. */
export function isIdentifier({ source, name, isCredential }: Origin): boolean {
  return !isCredential && source !== 'session' && source !== 'path' && identifierWords.test(name);
}

/** Names of session values that say who the caller is. */
const identityWords =
  /user|uid|^id$|_id$|log|auth|admin|account|member|role|email|name|token|profile|identity|access|customer/i;

const sessionInnocent = /csrf|lang|locale|next|url|redirect|state|nonce|flash|cart|theme|timezone|attempt/i;

/** Whether sessions hold a value of that name whether somebody logged in or not. */
export function isInEverySession(name: string): boolean {
  return sessionInnocent.test(name);
}

/** Whether a session value of that name says who the caller is; one whose name the code computes is most often the account's. */
export function isIdentityName(name: string): boolean {
  return name === '' || (identityWords.test(name) && !sessionInnocent.test(name));
}
