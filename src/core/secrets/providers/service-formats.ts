import { around, hasDigit, prefixed, type ProviderFormat } from './provider-format';
import { isEncodedWebToken } from '../token-structure';

/** Formats of services that mark their keys by a prefix of their own. */
export const serviceFormats: readonly ProviderFormat[] = [
  // https://developer-docs.amazon.com/sp-api/docs/authorizing-selling-partner-api-applications
  prefixed('Amazon MWS', ['amzn.mws.'], '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
  // https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#api-key-authorization
  prefixed('AWS AppSync', ['da2-'], '[a-z0-9]{26}', { accepts: hasDigit }),
  // https://docs.kolide.com/api
  prefixed('Kolide', ['k2sk_v1_'], '[A-Za-z0-9]{24}'),
  // https://docs.rootly.com/api-reference/overview
  prefixed('Rootly', ['rootly_'], '[0-9a-f]{64}'),
  // https://docs.pinecone.io/guides/projects/manage-api-keys
  prefixed('Pinecone', ['pcsk_'], '[A-Za-z0-9]{4,8}_[A-Za-z0-9]{60,70}'),
  // https://langfuse.com/docs/api-and-data-platform/features/public-api
  prefixed('Langfuse', ['sk-lf-'], '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
  // https://razorpay.com/docs/payments/dashboard/account-settings/api-keys/
  prefixed('Razorpay', ['rzp_live_', 'rzp_test_'], '[A-Za-z0-9]{14}'),
  // https://plaid.com/docs/quickstart/glossary/#access-token
  prefixed('Plaid', ['access-sandbox-', 'access-development-', 'access-production-'], '[0-9a-f-]{36}'),
  // https://developer.squareup.com/docs/devtools/sandbox/overview
  prefixed('Square', ['sandbox-sq0idb-', 'sandbox-sq0csb-'], String.raw`[\w-]{22,60}`, { isHarmless: true }),
  // https://docs.pagar.me/docs/chaves-de-acesso
  prefixed('Pagar.me', ['ak_live_'], '[A-Za-z0-9]{30}'),
  // https://documentation.onfido.com/api/latest/#api-tokens
  prefixed('Onfido', ['api_live.', 'api_live_us.', 'api_live_ca.', 'api_live_eu.'], String.raw`[\w.-]{11}\.[\w-]{32}`),
  // https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/
  prefixed('SonarQube', ['sqp_', 'squ_', 'sqa_'], '[0-9a-f]{40}'),
  // https://buildkite.com/docs/apis/managing-api-tokens
  prefixed('Buildkite', ['bkua_'], '[0-9a-f]{40}'),
  // https://circleci.com/docs/guides/toolkit/managing-api-tokens/
  prefixed('CircleCI', ['CCIPAT_', 'CCIPRJ_'], '[A-Za-z0-9]{22}_[0-9a-f]{40}'),
  // https://www.contentful.com/developers/docs/references/content-management-api/
  prefixed('Contentful', ['CFPAT-'], String.raw`[\w-]{43}(?![\w-])`),
  // https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview
  prefixed(
    'HubSpot',
    ['pat-na1-', 'pat-na2-', 'pat-eu1-'],
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  ),
  // https://launchdarkly.com/docs/home/account/environment/keys
  prefixed('LaunchDarkly', ['sdk-', 'api-'], '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'),
  // https://render.com/docs/api
  prefixed('Render', ['rnd_'], '[A-Za-z0-9]{32}'),
  // https://resend.com/docs/dashboard/api-keys/introduction
  prefixed('Resend', ['re_'], '[A-Za-z0-9]{8}_[A-Za-z0-9]{24}'),
  // https://docs.nvidia.com/ngc/latest/ngc-user-guide.html
  prefixed('NVIDIA', ['nvapi-'], String.raw`[\w-]{60,70}(?![\w-])`),
  // https://docs.langchain.com/langsmith/create-account-api-key
  prefixed('LangSmith', ['lsv2_pt_', 'lsv2_sk_'], '[0-9a-f]{32}_[0-9a-f]{10}'),
  // https://docs.tavily.com/documentation/quickstart
  prefixed('Tavily', ['tvly-'], String.raw`(?:dev-|prod-)?[A-Za-z0-9]{32}`),
  // https://inference-docs.cerebras.ai/quickstart
  prefixed('Cerebras', ['csk-'], '[a-z0-9]{48}'),
  // https://www.mongodb.com/docs/atlas/api/service-accounts-overview/
  prefixed('MongoDB Atlas', ['mdb_sa_sk_'], String.raw`[\w-]{40}(?![\w-])`),
  // https://developer.atlassian.com/cloud/trello/guides/rest-api/authorization/
  prefixed('Trello', ['ATTA'], '[0-9a-f]{64}[0-9A-F]{8}'),
  // https://developers.asana.com/docs/personal-access-token
  around('Asana', '2/', 0, /(?<![\w/])2\/\d{13,17}\/\d{13,17}:[0-9a-f]{32}(?![A-Za-z0-9])/),
  // https://developer.clickup.com/docs/authentication
  around('ClickUp', 'pk_', 0, /(?<![A-Za-z0-9])pk_\d{5,9}_[A-Z0-9]{32}(?![A-Za-z0-9])/),
  // https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication
  prefixed('WooCommerce', ['ck_', 'cs_'], '[0-9a-f]{40}'),
  // https://www.mercadopago.com/developers/en/docs/your-integrations/credentials
  prefixed('Mercado Pago', ['APP_USR-'], String.raw`\d{15,18}-\d{6}-[0-9a-f]{32}-\d{5,11}`),
  // https://www.dropbox.com/developers/documentation/http/documentation
  prefixed('Dropbox', ['sl.'], String.raw`[\w-]{130,1500}`),
  // https://docs.spectralops.io/
  prefixed('Spectral', ['spu-'], '[0-9a-f]{32}'),
  // https://docs.honeycomb.io/configure/environments/manage-api-keys/
  prefixed('Honeycomb', ['hcaik_', 'hcbik_'], '[0-9a-z]{58}'),
  // https://docs.snyk.io/snyk-api/authentication-for-api
  prefixed('Snyk', ['snyk_uat.', 'snyk_sat.'], String.raw`[\w.-]{40,200}`),
  // https://www.rfc-editor.org/rfc/rfc7519, once more in base64
  prefixed('JSON Web Token', ['ZXlK'], '[A-Za-z0-9+/]{60,8000}={0,2}', { accepts: isEncodedWebToken }),
  // https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/
  around(
    'New Relic',
    'NRAL',
    36,
    /(?<![A-Za-z0-9])(?:[a-z]{2}\d{2}x{1,2})?[0-9a-f]{30,36}(?:FFFF)?NRAL(?![A-Za-z0-9])/,
  ),
  // https://posthog.com/docs/api
  prefixed('PostHog', ['phs_', 'pha_', 'phr_'], '[A-Za-z0-9]{40,64}', { accepts: hasDigit }),
  // https://docs.together.ai/docs/quickstart
  prefixed('Together AI', ['tgp_v1_'], String.raw`[\w-]{43}(?![\w-])`),
  // https://docs.docker.com/engine/swarm/swarm-mode/#view-the-join-command-or-update-a-swarm-join-token
  prefixed('Docker Swarm', ['SWMTKN-1-'], '[0-9a-z]{40,60}-[0-9a-z]{20,30}'),
  // https://docs.docker.com/engine/swarm/swarm_manager_locking/
  prefixed('Docker Swarm', ['SWMKEY-1-'], '[A-Za-z0-9+/]{43}'),
  // https://docs.defined.net/guides/automating-host-creation/
  prefixed('Defined Networking', ['dnkey-'], '[A-Z0-9]{26}-[A-Z0-9]{52}'),
  // https://learning.postman.com/docs/collections/sharing/
  prefixed('Postman', ['PMAT-'], '[0-9A-Z]{26}'),
  // https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth
  around('NATS', 'SU', 0, /(?<![A-Za-z0-9])SU[A-Z2-7]{56}(?![A-Za-z0-9])/),
  // https://confluence.atlassian.com/bitbucketserver/http-access-tokens-939515499.html
  prefixed('Bitbucket', ['BBDC-'], '[A-Za-z0-9+/]{40,44}'),
  // https://learn.microsoft.com/en-us/purview/sit-defn-azure-container-registry-access-key
  around(
    'Azure Container Registry',
    '+ACR',
    42,
    /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{42}\+ACR[A-D][A-Za-z0-9+/]{5}(?![A-Za-z0-9+/])/,
  ),
  // https://api-docs.deepseek.com/
  around('DeepSeek', 'sk-', 0, /(?<![\w-])sk-[0-9a-f]{32}(?![\w-])/),
  // https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/application-only
  prefixed('X', ['AAAAAAAAAAAAAAAAAAAAA'], '[A-Za-z0-9%]{60,200}', { accepts: hasDigit }),
  // https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/quickstart_oauth.htm
  around('Salesforce', '00D', 0, /(?<![A-Za-z0-9])00D[A-Za-z0-9]{9,15}![\w.]{60,150}/),
  // https://pganalyze.com/docs/api
  prefixed('pganalyze', ['pgar_'], '[A-Za-z0-9]{27}', { accepts: hasDigit }),
];
