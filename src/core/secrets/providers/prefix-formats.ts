/** Keys that a short text in front marks as one service's, and the identifiable keys of Azure, which carry theirs inside. */
import { around, hasDigit, hasMixedCase, prefixed, type ProviderFormat } from './provider-format';

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/** One line each: who issues it, what it starts with, what follows. */
export const prefixFormats: readonly ProviderFormat[] = [
  // https://elevenlabs.io/docs/api-reference/authentication
  prefixed('ElevenLabs', ['sk_'], '[0-9a-f]{48}'),
  // https://www.checkout.com/docs/developer-resources/api/api-authentication/api-keys
  prefixed('Checkout.com', ['sk_'], uuid),
  // https://help.twitch.tv/s/article/twitch-stream-key-faq
  prefixed('Twitch', ['live_'], String.raw`\d{6,12}_[A-Za-z0-9]{30}`),
  // https://developer.gocardless.com/api-reference/#making-requests-authentication
  prefixed('GoCardless', ['live_'], String.raw`[\w-]{40}`, { accepts: hasMixedCase }),
  // https://docs.lob.com/#tag/Authentication
  prefixed('Lob', ['live_'], '[0-9a-f]{35}'),
  // https://developers.mailersend.com/general.html#authentication
  prefixed('MailerSend', ['mlsn.'], '[0-9a-f]{64}'),
  // https://www.typeform.com/developers/get-started/personal-access-token/
  prefixed('Typeform', ['tfp_'], String.raw`[\w-]{40,60}`),
  // https://docs.deno.com/deploy/
  prefixed('Deno Deploy', ['ddp_'], '[A-Za-z0-9]{36}'),
  // https://infisical.com/docs/documentation/platform/token
  prefixed('Infisical', ['st.'], String.raw`[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}`),
  // https://www.inngest.com/docs/platform/signing-keys
  prefixed('Inngest', ['signkey-prod-', 'signkey-branch-'], '[0-9a-f]{32,64}'),
  // https://jina.ai/api-dashboard/
  prefixed('Jina', ['jina_'], String.raw`[0-9a-f]{32}[\w-]{28}(?![\w-])`),
  // https://logfire.pydantic.dev/docs/how-to-guides/create-write-tokens/
  prefixed('Logfire', ['pylf_v1_'], '[a-z]{2}_[A-Za-z0-9]{43}'),
  // https://neon.com/docs/manage/api-keys
  prefixed('Neon', ['napi_'], '[a-z0-9]{64}'),
  // https://documentation.onesignal.com/docs/keys-and-ids
  prefixed('OneSignal', ['os_v2_app_', 'os_v2_org_'], '[a-z2-7]{90,110}'),
  // https://developer.paddle.com/api-reference/about/authentication
  prefixed('Paddle', ['pdl_live_apikey_', 'pdl_sdbx_apikey_'], '[a-z0-9]{26}_[A-Za-z0-9]{22}_[A-Za-z0-9]{3}'),
  // https://docs.runpod.io/get-started/api-keys
  prefixed('Runpod', ['rpa_'], '[A-Z0-9]{40,48}(?:[a-z0-9]{6})?'),
  // https://docs.stackhawk.com/apidocs.html
  prefixed('StackHawk', ['hawk.'], String.raw`[\w-]{20}\.[\w-]{20}(?![\w-])`),
  // https://vercel.com/docs/vercel-blob
  prefixed('Vercel Blob', ['vercel_blob_rw_'], '[A-Za-z0-9]{16}_[A-Za-z0-9]{30}'),
  // https://xata.io/docs
  prefixed('Xata', ['xau_'], '[A-Za-z0-9]{34,50}'),
  // https://zuplo.com/docs/articles/api-key-leak-detection
  prefixed('Zuplo', ['zpka_'], '[0-9a-z]{32}_[0-9a-z]{8}'),
  // https://www.zoho.com/accounts/protocol/oauth/token-format.html
  around('Zoho', '1000.', 0, /(?<![\w.])1000\.[0-9a-f]{32}\.[0-9a-f]{32}(?![\w.])/),
  // https://docs.firecrawl.dev/introduction
  prefixed('Firecrawl', ['fc-'], '[0-9a-f]{32}'),
  // https://docs.fireworks.ai/getting-started/quickstart
  prefixed('Fireworks', ['fw_'], '[A-Za-z0-9]{22,24}', { accepts: hasDigit }),
  // https://docs.anyscale.com/
  prefixed('Anyscale', ['esecret_'], '[a-z0-9]{28}'),
  // https://docs.voyageai.com/docs/api-key-and-installation
  prefixed('Voyage AI', ['pa-'], String.raw`[\w-]{43}(?![\w-])`, { accepts: hasMixedCase }),
  // https://e2b.dev/docs/api-key
  prefixed('E2B', ['e2b_'], '[0-9a-f]{40}'),
  // https://docs.apify.com/platform/integrations/api
  prefixed('Apify', ['apify_api_'], '[A-Za-z0-9]{34,40}'),
  // https://developer.close.com/topics/authentication/
  prefixed('Close', ['api_'], String.raw`[A-Za-z0-9]{22}\.[A-Za-z0-9]{22}`),
  // https://www.coze.com/docs/developer_guides/pat
  prefixed('Coze', ['pat_'], '[A-Za-z0-9]{64}'),
  // https://www.cockroachlabs.com/docs/cockroachcloud/managing-access
  prefixed('CockroachDB', ['CCDB1_'], '[A-Za-z0-9]{22}_[A-Za-z0-9]{40}'),
  // https://www.metabase.com/docs/latest/people-and-groups/api-keys
  prefixed('Metabase', ['mb_'], '[A-Za-z0-9+/]{43}='),
  // https://developer.riotgames.com/docs/portal
  prefixed('Riot Games', ['RGAPI-'], uuid),
  // https://wakatime.com/developers
  prefixed('WakaTime', ['waka_'], uuid),
  // https://docs.promptlayer.com/
  prefixed('PromptLayer', ['pl_'], '[0-9a-f]{32}'),
  // https://developer.hashicorp.com/vault/docs/concepts/tokens: before 1.10
  around('HashiCorp Vault', 's.', 0, /(?<![\w.$)\]])s\.[A-Za-z0-9]{24}(?![\w.(])/, {
    accepts: (key) => hasDigit(key) && hasMixedCase(key),
  }),
  // https://developer.hashicorp.com/vault/docs/auth/approle
  around('HashiCorp Vault', 'secret_id=', 0, new RegExp(String.raw`secret_id=['"]?${uuid}`)),
  // https://developer.hashicorp.com/vault/docs/concepts/seal
  around('HashiCorp Vault', 'Unseal Key ', 0, /Unseal Key \d{1,2}: [A-Za-z0-9+/]{43,44}=?/),
  around('HashiCorp Vault', 'operator unseal ', 0, /operator unseal [A-Za-z0-9+/]{43,44}=?/),
  // https://docs.sonarsource.com/sonarqube-server/latest/analyzing-source-code/analysis-parameters/
  around('SonarQube', 'sonar.login', 0, /sonar\.login["']?[ \t]{0,3}[=:,][ \t]{0,3}["']?[0-9a-f]{40}(?![0-9a-f])/),
  // https://docs.dependencytrack.org/integrations/rest-api/
  prefixed('Dependency-Track', ['odt_'], '[A-Za-z0-9]{32,36}', { accepts: hasDigit }),
  // https://docs.voiceflow.com/reference/authentication
  prefixed('Voiceflow', ['VF.DM.'], String.raw`[0-9a-f]{24}\.[A-Za-z0-9]{16}`),
  // https://docs.statsig.com/access-management/projects
  prefixed('Statsig', ['secret-'], '[A-Za-z0-9]{43}', { accepts: hasDigit }),
  // https://stytch.com/docs/workspace-management/manage-api-keys
  prefixed('Stytch', ['secret-live-'], String.raw`[\w=-]{32,40}`),
  // https://docs.endorlabs.com/administration/api-keys/
  prefixed('Endor Labs', ['endr+'], String.raw`[\w-]{16}(?![\w-])`, { accepts: hasDigit }),
  // https://developers.deepl.com/docs/getting-started/auth
  around('DeepL', ':fx', 36, new RegExp(`(?<![0-9a-f-])${uuid}:fx(?![A-Za-z0-9])`)),
  // https://polar.sh/docs/integrate/oat
  prefixed('Polar', ['polar_oat_', 'polar_pat_'], String.raw`[\w-]{40,50}`),
  // https://docs.browserbase.com/
  prefixed('Browserbase', ['bb_live_'], String.raw`[\w-]{27,40}`),
  // https://developer.sumup.com/api/authentication
  prefixed('SumUp', ['sup_sk_'], '[A-Za-z0-9]{32}'),
  // https://docs.datadoghq.com/account_management/api-app-keys/
  prefixed('Datadog', ['ddapp_'], '[A-Za-z0-9]{34}'),
  // https://developers.cloudflare.com/fundamentals/api/get-started/token-formats/
  prefixed('Cloudflare', ['cfut_', 'cfat_', 'cfk_'], '[A-Za-z0-9]{48}'),
  // https://docs.rapidapi.com/docs/keys
  around(
    'RapidAPI',
    'msh',
    10,
    /(?<![A-Za-z0-9])[0-9a-f]{10}msh[0-9a-f]{15}p1[0-9a-f]{5,6}jsn[0-9a-f]{12}(?![A-Za-z0-9])/,
  ),
  // https://bitwarden.com/help/access-tokens/
  around('Bitwarden', '0.', 0, new RegExp(String.raw`(?<![\w.])0\.${uuid}\.[A-Za-z0-9]{30}:[A-Za-z0-9+/]{22}==`)),
  // https://docs.wandb.ai/support/find_api_key/
  prefixed('Weights & Biases', ['wandb_v1_'], '[A-Za-z0-9_]{70,90}'),
  // https://www.tencentcloud.com/document/product/598/34228
  prefixed('Tencent Cloud', ['AKID'], '[A-Za-z0-9]{32}', { accepts: hasDigit }),
  // https://yandex.cloud/en/docs/iam/concepts/authorization/api-key
  prefixed('Yandex Cloud', ['AQVN'], String.raw`[\w-]{36}(?![\w-])`),
  prefixed('Yandex Cloud', ['t1.'], String.raw`[A-Z0-9a-z_-]{40,500}={0,2}\.[\w-]{86}={0,2}`),
  // https://www.scaleway.com/en/docs/iam/concepts/#api-key
  prefixed('Scaleway', ['SCW'], '[A-Z0-9]{17}', { accepts: hasDigit }),
  // https://docs.ubidots.com/
  prefixed('Ubidots', ['BBFF-', 'BBUS-'], '[A-Za-z0-9]{30,40}'),
  // https://io.adafruit.com/api/docs/#authentication
  prefixed('Adafruit IO', ['aio_'], '[A-Za-z0-9]{28}', { accepts: hasDigit }),
  // https://help.getbeamer.com/en/articles/4138284
  prefixed('Beamer', ['b_'], String.raw`[\w=/+-]{44}`, { accepts: hasMixedCase }),
  // https://ionic.io/docs/appflow/personal-access-tokens
  prefixed('Ionic', ['ion_'], '[A-Za-z0-9]{42}', { accepts: hasDigit }),
  // https://github.com/microsoft/security-utilities: identifiable keys of Azure's services
  around('Azure', 'APIM', 76, /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}APIM[A-Za-z0-9+/]{5}[AQgw]==/),
  around('Azure', 'ACDb', 76, /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}ACDb[A-Za-z0-9+/]{5}[AQgw]==/),
  around('Azure', '+A', 76, /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{76}\+(?:ABa|AMC|ASt)[A-Za-z0-9+/]{5}[AQgw]==/),
  around('Azure', 'AIoT', 33, /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{33}AIoT[A-P][A-Za-z0-9+/]{5}=/),
  around('Azure', '+A', 33, /(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{33}\+(?:ASb|AEh|ARm)[A-P][A-Za-z0-9+/]{5}=/),
  around('Azure', 'AzCa', 33, /(?<![A-Za-z0-9+/])[A-Za-z0-9]{33}AzCa[A-P][A-Za-z0-9]{5}=/),
  around('Azure', 'AzSe', 42, /(?<![A-Za-z0-9+/])[A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5}(?![A-Za-z0-9+/])/),
  around('Azure', 'AzFu', 44, /(?<![\w-])[\w-]{44}AzFu[\w-]{5}[AQgw]==/),
  around(
    'Azure',
    'JQQJ9',
    52,
    /(?<![A-Za-z0-9])[A-Za-z0-9]{52}JQQJ9[9DH][A-Za-z0-9][A-L][A-Za-z0-9]{16}[A-Za-z][A-Za-z0-9]{7}/,
  ),
];
