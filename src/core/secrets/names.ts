/** Is a name the name of a key? Judged by its words, so that `API_KEY_HEADER` and `TOKEN_URL` are none. */

import { memoByName } from '../text/memo-by-name';

/** `certain` names hold nothing but keys; under `likely` ones only a random-looking value counts. */
export type NameStrength = 'certain' | 'likely' | null;

const listOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Say nothing about what is named, so the word before decides. */
const neutralEndings = listOf(
  'default value val prod production dev development live staging str string text plain raw b64 base base64 hex current old new fallback env local bytes test main primary first second',
);
const certainEndings = listOf(
  'secret secrets secrete password passwords passwd passwds pwd pw pswd passphrase passphrases passcode apikey apikeys apitoken secretkey accesskey authkey authtoken accesstoken bearertoken clientsecret',
);
/** `CLOUDAPIKEY`: names that were written together. */
const certainTails =
  /(?:apikey|api_?token|secretkey|accesskey|accesstoken|authtoken|pa?ss?wo?r?d|userpwd|(?:jwt|client|app|api|session|shared|webhook|hmac|signing)_?secret|(?:db|sql|user|admin|root|smtp|mail|ftp|ssh|redis|mongo|ldap)pass)s?$/;
const likelyTails =
  /(?:[a-z]{3}token|(?:account|storage|subscription|function|shared|signing|encryption|master|admin|query)key)s?$/;
/** Words before `key` or `token` that make it a credential. */
const qualifiers = listOf(
  `api secret access private auth authentication authorization encryption encrypt signing sign signature master admin
  client consumer security license licence hmac jwt aes fernet valid allowed accepted authorized known shared webhook
  account bearer bot oauth oauth2 app application deploy personal refresh internal service iam pat rest id
  aws azure gcp google github gitlab slack stripe twilio sendgrid mailgun openai anthropic heroku datadog newrelic
  sentry algolia cloudflare digitalocean telegram discord shopify paypal square dropbox firebase supabase mapbox
  rapidapi airtable asana atlassian jira bitbucket okta auth0 hubspot intercom zendesk notion linear figma vercel
  netlify npm pypi docker dockerhub terraform vault databricks snowflake mongodb redis elastic grafana pagerduty
  mailchimp postmark sparkpost plaid coinbase binance kraken kucoin alchemy infura etherscan finnhub polygon
  openweather weather maps sonar codecov travis circleci launchdarkly segment mixpanel
  amplitude pusher ably nexmo vonage messagebird sendbird zoom twitch twitter facebook instagram linkedin reddit
  snyk sumo sumologic lob linkedin fastly finicity finnhub sendbird gocardless yandex rollbar bugsnag honeycomb
  buildkite circle drone jfrog artifactory rubygems nuget cargo flyio render railway heroku scaleway linode vultr hetzner
  contentful sanity algolia typesense meilisearch elevenlabs deepgram assemblyai tavily perplexity openrouter deepseek
  razorpay paystack mollie adyen braintree wise klaviyo sendinblue brevo resend mailjet mandrill opsgenie
  spotify youtube tmdb omdb nasa newsapi groq cohere mistral huggingface replicate pinecone ibm softlayer cloudant`,
);
/** Words before `pass` that make it a password, and no passing. */
const passwordOwners = listOf(
  'db database user admin root login auth smtp mail email ftp ssh sql mysql postgres pg redis mongo rabbitmq ldap jdbc http proxy my app',
);
/** Words before a certain ending, or before a qualified `key`, that make it something else. */
const strictDisqualifiers = listOf(
  `reset forgot change changed confirm confirmation wrong bad invalid missing no not without error
  public pub csrf csrftoken xsrf hashed hash encrypted masked redacted placeholder repeat verify current_
  random generate toggle show hide is has use enable require requires required ask prompt input field fake mock dummy`,
);
/** What nobody should take as a key: `COMMON_PASSWORDS`, `INSECURE_SECRET_KEYS`. */
const refused = listOf('insecure weak common popular forbidden banned leaked breached');
/** Words before a bare `key` or `token` that make it something else. */
const disqualifiers = listOf(
  `primary foreign sort sorting cache partition dict lookup index hash group natural unique field i18n translation row
  column col hot arrow config map json query param parameter header cookie form attribute attr property prop order
  object s3 meta metadata context next page continuation pad eos bos unk mask sep start end stop special parent child
  recaptcha hcaptcha captcha turnstile
  composite type event any settings setting filter data enum tag storagebucket bucket shortcut keyboard registry env
  environ locale language lang idempotency search schema sequence issuer turn mon don kw keyboard license_
  pubsub routing route stream ssh host menu item node edge path file dataset feature model experiment run job task
  queue topic message_ product sku price plan invoice payment_ subscription customer user_ site sitekey publishable
  spreadsheet sheet document doc anon anonymous demo_ version fingerprint checksum integrity recv`,
);
/** Words behind a key's name that say something about the key: `API_KEY_HEADER` is no key. */
const describing = listOf(
  `name names id ids url uri urls endpoint path paths file files filename dir location header headers field fields
  param params parameter parameters arg args argument cookie form label title description desc help hint placeholder
  message msg error errors type types kind length len size min max count num number limit expires expiry expiration
  expire ttl lifetime timeout age days hours minutes seconds prefix suffix regex pattern format formats schema model
  hash hashes hashed digest checksum fingerprint algorithm alg algo encoding version versions status state valid
  invalid validator policy policies rules rule strength required enabled disabled index idx alias owner owners user
  users username email class cls func function method handler callback provider providers store storage manager
  service client table column row query selector element input button icon img image page link view template ref refs
  reference references arn scope scopes audience issuer source sources set map mapping dict list env var vars variable
  section group role roles permission permissions created updated date time at from to by for in is up down left right
  code chars characters alphabet words word vault ring pair pairs press pressed board frame reset change confirm
  confirmation rotation salt_ iterations cost rounds example sample usage key keys option options config settings
  backend engine driver host port mode action event events`,
);

/** Words of a name in lower case: `SERVICE_API_KEY`, `serviceApiKey` and `Service-Api-Key` give the same. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/pass[_-]?word/gi, (word) => (/^[A-Z]/.test(word) ? 'Password' : 'password'))
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+|(?<=[a-z]{3})\d+$/)
    .filter((word) => word !== '' && !/^\d+$/.test(word));
}

/** How surely a name is the name of a key. */
export const keyNameStrength = memoByName((name): NameStrength => {
  if (name.length > 80 || isRefusedList(name)) return null;
  // `secrets.REGISTRY`: all that a pipeline is given is kept there.
  const words = wordsOf(name.replace(/^secrets\.(?=\w)/, ''));
  while (words.length > 1 && neutralEndings.has(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const own = strengthOfEnding(last, before);
  if (own !== undefined) return own;
  // `password_of_the_database`: what follows the key's name says where it is from, or that it is about the key.
  for (let index = words.length - 2; index >= 0; index--) {
    const word = words[index] ?? '';
    if (!certainEndings.has(word) && !(word === 'key' || word === 'token')) continue;
    if (words.slice(index + 1).some((following) => describing.has(following))) return null;
    // `password_super_secure` still is one; `token_of_the_day` may be anything.
    const strength = strengthOfEnding(word, words.slice(0, index)) ?? null;
    return strength === 'certain' && !(certainEndings.has(word) && words.length - index < 4) ? 'likely' : strength;
  }
  return null;
});

/** Whether a name says that what it holds must not be a key. */
export function isRefusedList(name: string): boolean {
  return wordsOf(name).some((word) => refused.has(word));
}

/** Undefined where the last word of a name says nothing about keys. */
function strengthOfEnding(last: string, before: readonly string[]): NameStrength | undefined {
  const isDisqualified = before.some((word) => strictDisqualifiers.has(word));
  if (certainEndings.has(last) || certainTails.test(last)) return isDisqualified ? null : 'certain';
  if (last === 'pass' && passwordOwners.has(before.at(-1) ?? '')) return 'certain';
  if (last === 'salt') return before.includes('password') ? 'certain' : null;
  if (/^(?:pass|credentials?|creds|auth|pat)$/.test(last)) return isDisqualified ? null : 'likely';
  if (last === 'authorization') return 'likely';
  if (likelyTails.test(last) && !/^(?:next|page|csrf|xsrf)/.test(last)) return isDisqualified ? null : 'likely';
  if (!/^(?:key|token)s?$/.test(last)) return undefined;
  const nearest = before.at(-1) ?? '';
  if (nearest === 'secret') return 'certain';
  if (isDisqualified) return null;
  if (qualifiers.has(nearest)) return 'certain';
  return before.some((word) => disqualifiers.has(word)) ? null : 'likely';
}

/** `API_KEYS`, `tokens`: a collection under this name holds keys. */
export function isPluralKeyName(name: string): boolean {
  return (
    /(?:keys|tokens|secrets|passwords|passwds|passphrases|credentials)(?:_?[a-z]{0,12})?$/i.test(name) &&
    keyNameStrength(name) !== null
  );
}

/** Headers, arguments and variables in which callers send their key: `X-API-Key`, `key`, `Authorization`. */
export function isCredentialField(name: string): boolean {
  const strength = keyNameStrength(name);
  return (
    strength === 'certain' ||
    (/^(?:(?:x[-_])?authorization|(?:x[-_])?(?:\w+[-_])?(?:key|token|auth))$/i.test(name) && strength !== null)
  );
}
