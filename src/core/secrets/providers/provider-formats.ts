/** The formats that secretlint's rules lack, or know less of, as one list; `library-matches.ts` knows the others. */
import { addressFormats } from './address-formats';
import { crc32 } from './checksums';
import { around, hasDigit, hasMixedCase, prefixed, type ProviderFormat } from './provider-format';
import { prefixFormats } from './prefix-formats';
import { serviceFormats } from './service-formats';
import { isJsonWebToken } from '../token-structure';

/** The first that matches at a place names the key there. */
export const providerFormats: readonly ProviderFormat[] = [
  ...addressFormats,
  ...serviceFormats,
  ...prefixFormats,
  // https://docs.stripe.com/keys
  prefixed('Stripe', ['sk_live_', 'rk_live_', 'sk_prod_', 'rk_prod_'], '[A-Za-z0-9]{10,247}'),
  prefixed('Stripe', ['sk_test_', 'rk_test_'], '[A-Za-z0-9]{10,247}', { isHarmless: true }),
  // https://platform.openai.com/docs/api-reference/authentication
  prefixed('OpenAI', ['sk-proj-', 'sk-None-', 'sk-service-'], String.raw`[\w-]{20,50}T3BlbkFJ[\w-]{20,50}`),
  // https://docs.stripe.com/webhooks/signature
  prefixed('Stripe', ['whsec_'], '[A-Za-z0-9+/]{32,64}={0,2}'),
  // https://docs.gitlab.com/security/tokens/#token-prefixes
  prefixed('GitLab', ['glpat-', 'glrt-', 'glrtr-'], String.raw`[\w-]{27,300}\.[0-9a-z]{2}[0-9a-z]{7}`),
  prefixed('GitLab', ['glrt-', 'glrtr-'], String.raw`[\w-]{20,64}(?![\w-])`),
  prefixed('GitLab', ['gldt-', 'glcbt-', 'glft-', 'glsoat-', 'glffct-', 'glwt-'], String.raw`[\w-]{20,50}(?![\w-])`),
  prefixed('GitLab', ['glimt-'], String.raw`[\w-]{25}(?![\w-])`, { accepts: hasDigit }),
  prefixed('GitLab', ['glptt-'], '[0-9a-f]{40}'),
  prefixed('GitLab', ['glagent-'], String.raw`[\w-]{50,1024}(?![\w-])`),
  prefixed('GitLab', ['gloas-'], String.raw`[\w-]{64}(?![\w-])`),
  prefixed('GitLab', ['GR1348941'], String.raw`[\w-]{20,50}(?![\w-])`),
  prefixed('GitLab', ['_gitlab_session='], '[0-9a-z]{32}'),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  around('AWS', 'AKIA', 0, /(?<![A-Za-z0-9])AKIA[A-Z0-9]{16}(?![A-Za-z0-9])/),
  around('AWS', 'ASIA', 0, /(?<![A-Za-z0-9])ASIA[A-Z0-9]{16}(?![A-Za-z0-9])/, { accepts: hasDigit }),
  around('AWS', 'ABIA', 0, /(?<![A-Za-z0-9])ABIA[A-Z0-9]{16}(?![A-Za-z0-9])/, { accepts: hasDigit }),
  around('AWS', 'ACCA', 0, /(?<![A-Za-z0-9])ACCA[A-Z0-9]{16}(?![A-Za-z0-9])/, { accepts: hasDigit }),
  around('AWS', 'A3T', 0, /(?<![A-Za-z0-9])A3T[A-Z0-9]{17}(?![A-Za-z0-9])/),
  // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys-how.html
  prefixed('Amazon Bedrock', ['ABSKQmVkcm9ja0FQSUtleS'], '[A-Za-z0-9+/]{90,269}={0,2}'),
  prefixed('Amazon Bedrock', ['bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t'], '[A-Za-z0-9+/=]{0,2000}'),
  // https://cloud.google.com/docs/authentication/api-keys
  prefixed('Google', ['AIza'], String.raw`[\w-]{35}(?![\w-])`, { accepts: isNoKnownExample }),
  // https://developers.google.com/identity/protocols/oauth2
  prefixed('Google', ['GOCSPX-'], String.raw`[\w-]{28}(?![\w-])`),
  around('Google', '1//0', 0, /(?<![\w/])1\/\/0[\w-]{40,120}(?![\w-])/),
  prefixed('Google', ['ya29.'], String.raw`[\w-]{30,512}`),
  // https://learn.microsoft.com/en-us/azure/storage/common/storage-account-keys-manage
  around('Azure', 'AccountKey=', 0, /AccountKey=[A-Za-z0-9+/]{86}==/),
  around('Azure', 'SharedAccessKey=', 0, /SharedAccessKey=[A-Za-z0-9+/]{43}=/),
  // https://learn.microsoft.com/en-us/purview/sit-defn-client-secret-api-key
  around('Microsoft Entra', 'Q~', 4, /(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/),
  // https://learn.microsoft.com/en-us/purview/sit-defn-azure-devops-personal-access-token
  around('Azure DevOps', 'AZDO', 76, /(?<![A-Za-z0-9])[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])/),
  // https://docs.slack.dev/authentication/tokens
  prefixed(
    'Slack',
    ['xoxb-', 'xoxp-', 'xoxe-', 'xoxa-', 'xoxr-', 'xoxo-', 'xoxs-', 'xapp-'],
    String.raw`(?:[0-9A-Za-z]{1,170}-){1,5}[0-9A-Za-z]{6,170}(?!-)`,
    { accepts: isSlackToken },
  ),
  prefixed('Slack', ['xoxe-1-', 'xoxe.xoxb-1-', 'xoxe.xoxp-1-'], '[0-9A-Za-z]{146,166}'),
  // https://discord.com/developers/docs/reference#authentication
  prefixed(
    'Discord',
    ['MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT', 'MZ'],
    String.raw`[\w-]{22,24}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])`,
    { accepts: hasMixedCase },
  ),
  // https://core.telegram.org/bots/api#authorizing-your-bot
  around('Telegram', ':AA', 10, /(?<![A-Za-z0-9])\d{8,10}:AA[\w-]{32,33}(?![\w-])/),
  // https://docs.claude.com/en/api/overview#authentication
  prefixed('Anthropic', ['sk-ant-admin', 'sk-ant-oat'], String.raw`0\d-[\w-]{80,128}(?![\w-])`, {
    accepts: (key) => key.endsWith('AA'),
  }),
  // https://openrouter.ai/docs/api/reference/authentication
  prefixed('OpenRouter', ['sk-or-v1-'], '[0-9a-f]{64}'),
  // https://huggingface.co/docs/hub/security-tokens
  prefixed('Hugging Face', ['api_org_'], '[A-Za-z]{34}(?![A-Za-z0-9_])', { accepts: hasMixedCase }),
  // https://docs.perplexity.ai/guides/api-key-management
  prefixed('Perplexity', ['pplx-'], '[A-Za-z0-9]{48}'),
  // https://replicate.com/docs/topics/security/api-tokens
  prefixed('Replicate', ['r8_'], '[A-Za-z0-9]{37}'),
  // https://docs.x.ai/docs/key-information/using-management-api
  prefixed('xAI', ['xai-'], '[A-Za-z0-9]{70,80}'),
  // https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys
  prefixed('SendGrid', ['SG.'], String.raw`(?:[\w-]{22}\.[\w-]{43}|[\w=-]{16,32}\.[\w=-]{36,50})(?![\w.-])`, {
    accepts: hasDigit,
  }),
  // https://www.twilio.com/docs/iam/api-keys
  around('Twilio', 'SK', 0, /(?<![A-Za-z0-9])SK(?:[0-9a-f]{32}|[0-9A-F]{32})(?![A-Za-z0-9])/),
  // https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt
  around('Mailgun', 'key-', 0, /(?<![A-Za-z0-9])key-[0-9a-f]{32}(?![A-Za-z0-9])/),
  // https://mailchimp.com/developer/marketing/guides/quick-start/#generate-your-api-key
  around('Mailchimp', '-us', 32, /(?<![A-Za-z0-9])[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])/),
  // https://developers.brevo.com/docs/getting-started
  prefixed('Brevo', ['xkeysib-', 'xsmtpsib-'], '[0-9a-f]{64}-[A-Za-z0-9]{16}'),
  // https://docs.npmjs.com/about-access-tokens
  around('npm', ':_authToken=', 0, /:_authToken=[ \t]{0,3}[\w-]{15,256}/),
  around('npm', ':_auth=', 0, /:_auth=[ \t]{0,3}[\w+/-]{15,256}={0,2}/),
  around('npm', ':_password=', 0, /:_password=[ \t]{0,3}[\w+/-]{8,256}={0,2}/),
  // https://docs.pypi.org/api/secrets/
  prefixed('PyPI', ['pypi-AgEIcHlwaS5vcmc', 'pypi-AgENdGVzdC5weXBpLm9yZ'], String.raw`[\w-]{70,1000}`),
  // https://guides.rubygems.org/api-key-scopes/
  prefixed('RubyGems', ['rubygems_'], '[0-9a-f]{48}'),
  // https://doc.rust-lang.org/cargo/reference/publishing.html
  prefixed('crates.io', ['cio'], '[A-Za-z0-9]{32}', { accepts: hasDigit }),
  // https://github.com/clojars/clojars-web/wiki/Deploy-Tokens
  prefixed('Clojars', ['CLOJARS_', 'clojars_'], '[0-9A-Za-z]{60}'),
  // https://docs.docker.com/security/access-tokens/
  prefixed('Docker', ['dckr_oat_'], String.raw`[\w-]{27,32}(?![\w-])`),
  // https://docs.digitalocean.com/reference/api/create-personal-access-token/
  prefixed('DigitalOcean', ['dop_v1_', 'doo_v1_', 'dor_v1_'], '[0-9a-f]{64}'),
  // https://fly.io/docs/security/tokens/
  prefixed('Fly.io', ['fo1_'], String.raw`[\w-]{43}(?![\w-])`),
  prefixed('Fly.io', ['fm1a_', 'fm1r_', 'fm2_'], '[A-Za-z0-9+/]{100,2000}={0,3}'),
  // https://devcenter.heroku.com/articles/authentication
  prefixed('Heroku', ['HRKU-'], '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
  prefixed('Heroku', ['HRKU-'], String.raw`[\w-]{58,62}(?![\w-])`),
  // https://docs.netlify.com/api/get-started/#authentication
  prefixed('Netlify', ['nfp_'], '[A-Za-z0-9]{36}'),
  // https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
  prefixed('Cloudflare', ['v1.0-'], '[0-9a-f]{24}-[0-9a-f]{146}'),
  // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens
  around('HCP Terraform', '.atlasv1.', 14, /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}/),
  // https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/
  prefixed('Pulumi', ['pul-'], '[0-9a-f]{40}'),
  // https://docs.snowflake.com/en/user-guide/programmatic-access-tokens and https://planetscale.com/docs/concepts/service-tokens
  prefixed('PlanetScale', ['pscale_tkn_', 'pscale_pw_', 'pscale_oauth_'], String.raw`[\w=.-]{32,64}`),
  // https://supabase.com/docs/guides/api/api-keys
  prefixed('Supabase', ['sb_secret_'], String.raw`[\w-]{31,41}`),
  prefixed('Supabase', ['sbp_'], '(?:v0_)?[0-9a-f]{40}'),
  // https://www.airtable.com/developers/web/api/authentication
  around('Airtable', 'pat', 0, /(?<![A-Za-z0-9])pat[A-Za-z0-9]{14}\.[0-9a-f]{64}(?![A-Za-z0-9])/),
  // https://developer.squareup.com/docs/build-basics/access-tokens
  prefixed('Square', ['sq0csp-', 'sq0atp-', 'sq0idp-'], String.raw`[\w\\-]{22,60}`),
  around('Square', 'EAAA', 0, /(?<![A-Za-z0-9])EAAA[A-Za-z0-9_-]{60}(?![\w-])/),
  // https://developer.paypal.com/braintree/articles/control-panel/important-gateway-credentials
  around('Braintree', 'access_token$', 0, /access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}/),
  // https://docs.adyen.com/development-resources/api-credentials/
  prefixed('Adyen', ['AQE'], String.raw`[A-Za-z0-9+/=]{80,300}-[A-Za-z0-9+/=]{40,80}-`),
  // https://developer.flutterwave.com/docs/authentication
  prefixed('Flutterwave', ['FLWSECK-', 'FLWSECK_TEST-', 'FLWPUBK_TEST-'], '(?:[0-9a-h]{32}-X|[0-9a-h]{12})'),
  // https://docs.easypost.com/docs/authentication
  prefixed('EasyPost', ['EZAK', 'EZTK'], '[A-Za-z0-9]{54}'),
  // https://duffel.com/docs/api/overview/making-requests
  prefixed('Duffel', ['duffel_test_', 'duffel_live_'], String.raw`[\w=-]{43}`),
  // https://docs.goshippo.com/docs/guides_general/authentication/
  prefixed('Shippo', ['shippo_live_', 'shippo_test_'], '[0-9a-fA-F]{40}'),
  // https://grafana.com/docs/grafana-cloud/security-and-account-management/authentication-and-permissions/
  prefixed('Grafana', ['eyJrIjoi'], '[A-Za-z0-9]{70,400}={0,3}'),
  // https://docs.sentry.io/api/auth/
  prefixed('Sentry', ['sntryu_'], '[0-9a-f]{64}'),
  prefixed('Sentry', ['sntrys_eyJ'], '[A-Za-z0-9+/=]{80,500}_[A-Za-z0-9+/]{43}'),
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/
  prefixed('New Relic', ['NRAK-', 'NRAA-', 'NRBR-', 'NRIQ-', 'NRJS-', 'NRRA-', 'NRII-'], String.raw`[\w-]{16,50}`, {
    accepts: hasDigit,
  }),
  // https://docs.dynatrace.com/docs/manage/identity-access-management/access-tokens-and-oauth-clients/access-tokens
  prefixed('Dynatrace', ['dt0c01.', 'dt0s01.'], String.raw`[A-Za-z0-9]{24}\.[A-Za-z0-9]{64}`),
  // https://posthog.com/docs/api
  prefixed('PostHog', ['phx_'], '[A-Za-z0-9]{40,60}'),
  // https://learning.postman.com/docs/developer/postman-api/authentication/
  prefixed('Postman', ['PMAK-'], '[0-9a-fA-F]{24}-[0-9a-fA-F]{34}'),
  // https://linear.app/developers/graphql#personal-api-keys
  prefixed('Linear', ['lin_oauth_'], '[A-Za-z0-9_]{32,128}'),
  // https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/
  prefixed('Atlassian', ['ATBB'], String.raw`[\w=-]{24,40}`, { accepts: hasDigit }),
  prefixed('Atlassian', ['ATATT3', 'ATCTT3'], String.raw`[\w=-]{32,256}`, { accepts: hasDigit }),
  // https://asana.com/developers and https://docs.doppler.com/docs/service-tokens
  prefixed(
    'Doppler',
    ['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'],
    String.raw`(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}`,
  ),
  // https://developer.1password.com/docs/service-accounts/security/
  around(
    '1Password',
    'A3-',
    0,
    /(?<![A-Za-z0-9])A3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}(?![A-Za-z0-9])/,
  ),
  // https://github.com/FiloSottile/age
  prefixed('age', ['AGE-SECRET-KEY-1'], '[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}'),
  // https://jfrog.com/help/r/jfrog-platform-administration-documentation/user-profile
  prefixed('JFrog', ['AKCp'], '[A-Za-z0-9]{69}'),
  prefixed('JFrog', ['cmVmd'], '[A-Za-z0-9]{59}'),
  // https://www.alibabacloud.com/help/en/ram/user-guide/create-an-accesskey-pair
  prefixed('Alibaba Cloud', ['LTAI'], '[A-Za-z0-9]{16,20}', { accepts: hasDigit }),
  // https://developer.adobe.com/developer-console/docs/guides/authentication/
  prefixed('Adobe', ['p8e-', 'p8e_'], '[A-Za-z0-9]{32}'),
  // https://developers.facebook.com/docs/facebook-login/guides/access-tokens
  // https://developers.facebook.com/docs/facebook-login/guides/access-tokens#apptokens
  around('Facebook', '|', 16, /(?<!\d)\d{15,16}\|[\w-]{27}(?![\w-])/, { accepts: hasMixedCase }),
  prefixed('Facebook', ['EAAM', 'EAAC', 'EAAG', 'EAAB'], '[A-Za-z0-9]{80,}', { accepts: hasMixedCase }),
  // https://docs.mapbox.com/api/accounts/tokens/
  prefixed('Mapbox', ['sk.eyJ'], String.raw`[\w-]{60,}\.[\w-]{20,}`),
  // https://docs.sourcegraph.com/cli/how-tos/creating_an_access_token
  prefixed('Sourcegraph', ['sgp_'], '(?:(?:[0-9a-fA-F]{16}|local)_)?[0-9a-fA-F]{40}'),
  // https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys
  prefixed('Prefect', ['pnu_'], '[A-Za-z0-9]{36}'),
  // https://docs.readme.com/main/reference/intro/authentication
  prefixed('ReadMe', ['rdme_'], '[a-z0-9]{70}'),
  // https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key
  around('Octopus Deploy', 'API-', 0, /(?<![A-Za-z0-9/-])API-[A-Z0-9]{26}(?![A-Za-z0-9])/, { accepts: hasDigit }),
  // https://docs.openshift.com/container-platform/latest/authentication/understanding-authentication.html
  prefixed('OpenShift', ['sha256~'], String.raw`[\w-]{43}(?![\w-])`),
  // https://www.infracost.io/docs/
  prefixed('Infracost', ['ico-'], '[A-Za-z0-9]{32}(?![A-Za-z0-9.])', { accepts: hasMixedCase }),
  // https://developer.frame.io/docs/getting-started/authentication
  prefixed('Frame.io', ['fio-u-'], String.raw`[\w=-]{64}`),
  // https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/
  around('Harness', 'at.', 1, /(?<![A-Za-z0-9])[ps]at\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}(?![A-Za-z0-9])/),
  // https://dev.maxmind.com/license-key/
  around('MaxMind', '_mmk', 36, /(?<![A-Za-z0-9])[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk(?![A-Za-z0-9])/),
  // https://developers.scalingo.com/
  prefixed('Scalingo', ['tk-us-'], String.raw`[\w-]{48}(?![\w-])`),
  // https://clickhouse.com/docs/cloud/manage/openapi
  prefixed('ClickHouse', ['4b1d'], '[A-Za-z0-9]{38}', { accepts: hasMixedCase }),
  // https://authress.io/knowledge-base/docs/authorization/service-clients/
  around(
    'Authress',
    '.acc',
    40,
    /(?<![A-Za-z0-9])(?:sc|ext|scauth|authress)_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][A-Za-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,120}/,
  ),
  // https://console.settlemint.com/documentation/
  prefixed('SettleMint', ['sm_aat_', 'sm_pat_', 'sm_sat_'], '[A-Za-z0-9]{16}'),
  // https://api.intra.42.fr/apidoc
  prefixed('42', ['s-s4t2ud-', 's-s4t2af-'], '[0-9a-f]{64}'),
  // https://www.rfc-editor.org/rfc/rfc7519
  around('JSON Web Token', 'eyJ', 0, /(?<![A-Za-z0-9_-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,6000}(?:\.[\w-]{0,1000})?/, {
    isHarmless: true,
    accepts: isJsonWebToken,
  }),
  // https://learn.microsoft.com/en-us/nuget/nuget-org/publish-a-package
  prefixed('NuGet', ['oy2'], '[a-z0-9]{43}', { accepts: hasDigit }),
];

/** A last part of letters or of few digits is a word: `xoxb-xoxb-my-bot-token`. */
function isSlackToken(key: string): boolean {
  return /\d{6}/.test(key) && /\d/.test(key.slice(key.lastIndexOf('-')));
}

/** CRC-32 of keys that Google itself publishes, in the samples of https://github.com/firebase/firebase-android-sdk */
const publishedKeys: ReadonlySet<number> = new Set([
  0xba59aba, 0x3627aa84, 0x94bb94f9, 0xffddd189, 0x6159ac90, 0x7aa120d5, 0x6a4f7820, 0xfbc47221, 0x8394327, 0xafe8ff3e,
  0x6b66e8a8, 0x5c298136, 0x1f358cbe, 0x6b9463f8, 0x202f468f, 0x3c5d7fda,
]);

function isNoKnownExample(key: string): boolean {
  return !key.includes('abcdefghijk') && !publishedKeys.has(crc32(key));
}
