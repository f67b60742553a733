/** Formats in which well-known providers issue keys: data, with the address where each is documented or described. */
export interface ProviderFormat {
  readonly provider: string;
  /** What every key of the kind starts with; public, so it may be shown. */
  readonly prefix: string;
  /** The whole key; bounded, and anchored by the prefix, so that matching is linear. */
  readonly pattern: RegExp;
}

const of = (provider: string, prefix: string, rest: string): ProviderFormat => ({
  provider,
  prefix,
  pattern: new RegExp(`(?<![A-Za-z0-9])${prefix.replace(/[.$]/g, '\\$&')}${rest}`),
});

/** The first that matches names the key. */
export const providerFormats: readonly ProviderFormat[] = [
  // https://docs.stripe.com/keys
  of('Stripe', 'sk_live_', '[A-Za-z0-9]{16,247}'),
  of('Stripe', 'rk_live_', '[A-Za-z0-9]{16,247}'),
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  of('GitHub', 'ghp_', '[A-Za-z0-9]{36}'),
  of('GitHub', 'gho_', '[A-Za-z0-9]{36}'),
  of('GitHub', 'ghs_', '[A-Za-z0-9]{36}'),
  of('GitHub', 'ghu_', '[A-Za-z0-9]{36}'),
  of('GitHub', 'github_pat_', '[A-Za-z0-9_]{60,90}'),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  of('AWS', 'AKIA', '[A-Z2-7]{16}(?![A-Za-z0-9])'),
  // https://docs.slack.dev/authentication/tokens
  of('Slack', 'xoxb-', '[0-9A-Za-z-]{20,250}'),
  of('Slack', 'xoxp-', '[0-9A-Za-z-]{20,250}'),
  // https://cloud.google.com/docs/authentication/api-keys
  of('Google', 'AIza', '[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])'),
  // https://docs.gitlab.com/security/tokens/
  of('GitLab', 'glpat-', '[0-9A-Za-z_-]{20,64}'),
  // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
  of('SendGrid', 'SG.', '[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}'),
  // https://docs.npmjs.com/about-access-tokens
  of('npm', 'npm_', '[A-Za-z0-9]{36}'),
];

/** One look over a text: may it hold a provider's key at all? */
export const providerHint =
  /sk_live_|rk_live_|gh[posu]_|github_pat_|AKIA[A-Z2-7]|xox[bp]-|AIza|glpat-|SG\.[0-9A-Za-z_-]{22}|npm_[A-Za-z0-9]{36}/;

/** The format that a literal holds, and where in it; documentation's own examples are none. */
export function findProviderKey(value: string): { readonly format: ProviderFormat; readonly key: string } | undefined {
  if (!providerHint.test(value)) return undefined;
  for (const format of providerFormats) {
    const key = format.pattern.exec(value)?.[0];
    if (
      key !== undefined &&
      !/EXAMPLE|X{6}|x{6}|0{8}|1234567890/.test(key) &&
      new Set(key.slice(format.prefix.length)).size > 5
    )
      return { format, key };
  }
  return undefined;
}
