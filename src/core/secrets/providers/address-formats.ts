/** Addresses that are keys themselves: whoever knows one may post to it, or read what it signs for. */
import { around, type ProviderFormat } from './provider-format';

/** Web hooks and signed addresses. */
export const addressFormats: readonly ProviderFormat[] = [
  // https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook
  around(
    'Microsoft Teams',
    '.webhook.office.com/webhookb2/',
    60,
    /https:\/\/[a-z0-9]{1,50}\.webhook\.office\.com\/webhookb2\/[0-9a-f-]{36}@[0-9a-f-]{36}\/IncomingWebhook\/[0-9a-z]{32}\/[0-9a-f-]{36}/,
  ),
  // https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
  around(
    'Slack',
    'hooks.slack.com/',
    8,
    /(?:https?:\/\/)?hooks\.slack\.com\/(?:services|workflows|triggers)\/(?:T[A-Za-z0-9]{5,40}\/[BA]?[A-Za-z0-9]{5,40}\/[A-Za-z0-9]{10,40}(?:\/[A-Za-z0-9]{10,40})?|[A-Za-z0-9+/]{43,56})(?![A-Za-z0-9])/,
  ),
  // https://discord.com/developers/docs/resources/webhook
  around(
    'Discord',
    'discord.com/api/webhooks/',
    15,
    /https?:\/\/(?:\w{1,10}\.)?discord\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,80}/,
  ),
  around(
    'Discord',
    'discordapp.com/api/webhooks/',
    15,
    /https?:\/\/(?:\w{1,10}\.)?discordapp\.com\/api\/webhooks\/\d{17,20}\/[\w-]{60,80}/,
  ),
  // https://learn.microsoft.com/en-us/previous-versions/office/developer/office-365-connectors
  around(
    'Microsoft Office 365',
    'outlook.office.com/webhook/',
    8,
    /https:\/\/outlook\.office\.com\/webhook\/[0-9a-f-]{36}@[0-9a-f-]{0,36}(?:\/IncomingWebhook\/[0-9a-z]{32}\/[0-9a-f-]{36})?/,
  ),
  // https://help.zapier.com/hc/en-us/articles/8496288690317
  around(
    'Zapier',
    'hooks.zapier.com/hooks/catch/',
    8,
    /(?:https:\/\/)?hooks\.zapier\.com\/hooks\/catch\/[A-Za-z0-9]{5,20}(?:\/[A-Za-z0-9]{5,20})?/,
  ),
  // https://www.tines.com/docs/actions/types/webhook/
  around('Tines', '.tines.com/webhook/', 40, /https:\/\/[\w-]{1,32}\.tines\.com\/webhook\/[a-z0-9]{32}\/[a-z0-9]{64}/),
  // https://learn.microsoft.com/en-us/rest/api/storageservices/create-service-sas
  around('Azure Storage', '&sig=', 0, /&sig=(?:[A-Za-z0-9+/]|%[0-9A-Fa-f]{2}){43}(?:%3[dD]|=)/),
];
