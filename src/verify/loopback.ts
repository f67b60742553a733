import { UserError } from '../workspace/user-error';

/**
 * The base address to call, without a trailing slash. Only this machine is called unless the host was allowed by name:
 * requests that try keys must not reach somebody else's server by a slip.
 * Throws `UserError` for what is no http(s) address, or no allowed one.
 */
export function allowedBase(address: string, allowedHosts: readonly string[]): string {
  const url = parseAddress(address);
  if (url.username !== '' || url.password !== '')
    throw new UserError('the address must not hold a user name or password; give the key by the environment');
  const host = url.hostname.toLowerCase();
  if (!isLoopback(host) && !allowedHosts.some((allowed) => allowed.toLowerCase() === host))
    throw new UserError(
      `${host} is not this machine; if you may test it, call it from the command line with --allow-host ${host}`,
    );
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function parseAddress(address: string): URL {
  const withScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `http://${address}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new UserError(`${address} is no http address; write, for example, http://127.0.0.1:5000`);
  return url;
}

/** 127.0.0.0/8, ::1 and localhost (RFC 6761 §6.3). */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
