import type { WebhookEndpoint } from './mail/webhooks.ts';
import type { Ports } from './ports.ts';
import type { Secrets } from './secrets.ts';
import type { Addresses } from './state.ts';

/** How to reach the database as one of its roles. */
export const databaseUrl = (role: keyof Secrets['passwords'], ports: Ports, secrets: Secrets): string =>
  `postgresql://${role}:${encodeURIComponent(secrets.passwords[role])}@127.0.0.1:${ports.db}/postgres`;

/** How to reach the stack from outside. */
export const addressesOf = (ports: Ports, secrets: Secrets): Addresses => ({
  API_URL: `http://127.0.0.1:${ports.api}`,
  DB_URL: databaseUrl('postgres', ports, secrets),
  PUBLISHABLE_KEY: secrets.publishableKey,
  SECRET_KEY: secrets.secretKey,
  MAIL_URL: `http://127.0.0.1:${ports.mail}`,
  WEB_URL: `http://127.0.0.1:${ports.web}`,
});

/** What an Edge Function finds in its environment; the SUPABASE_ names are those of the hosted platform. */
export function functionEnvironment(addresses: Addresses, secrets: Secrets): Record<string, string> {
  return {
    SUPABASE_URL: addresses.API_URL,
    SUPABASE_DB_URL: addresses.DB_URL,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: secrets.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: secrets.secretKey, automations: secrets.automationsKey }),
    RESEND_API_KEY: secrets.resendKey,
    RESEND_BASE_URL: addresses.MAIL_URL,
    RESEND_WEBHOOK_SECRET: secrets.resendWebhookSecret,
    EMAIL_FROM: 'Cassius <notifications@cassius.test>',
    WEB_URL: addresses.WEB_URL,
    LINK_SIGNING_KEYS: secrets.linkSigningKeys,
  };
}

/** Where the mail server tells what became of emails, as set up at Resend for a hosted project. */
export const webhookEndpoint = (addresses: Addresses, secrets: Secrets): WebhookEndpoint => ({
  url: `${addresses.API_URL}/functions/v1/resend-webhook`,
  secret: secrets.resendWebhookSecret,
});

/** What the web app finds in its environment. Nothing is built in: ports are known at run time only. */
export function webEnvironment(addresses: Addresses, secrets: Secrets): Record<string, string> {
  return {
    SUPABASE_URL: addresses.API_URL,
    SUPABASE_PUBLISHABLE_KEY: addresses.PUBLISHABLE_KEY,
    // For the server only: whoever unsubscribes with a signed link has no session.
    SUPABASE_SECRET_KEY: addresses.SECRET_KEY,
    WEB_URL: addresses.WEB_URL,
    LINK_SIGNING_KEYS: secrets.linkSigningKeys,
    // The sign-in page lists the demo accounts.
    DEMO: '1',
  };
}

/** What SQL needs to call functions; written to Vault. */
export const vaultSecrets = (addresses: Addresses, secrets: Secrets): Record<string, string> => ({
  notify_functions_url: `${addresses.API_URL}/functions/v1`,
  notify_functions_key: secrets.automationsKey,
});
