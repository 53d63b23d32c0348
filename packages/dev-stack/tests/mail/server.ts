import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CreateEmailOptions, Resend } from 'resend';
import { onTestFinished } from 'vitest';
import { silent } from '../../src/log.ts';
import { type Mail, type MailOptions, startMail } from '../../src/mail/index.ts';
import type { Message } from '../../src/mail/store.ts';

export interface TestMail extends Mail {
  resend: Resend;
  messages(): Promise<Message[]>;
  fail(failure: Record<string, unknown>): Promise<void>;
}

/** A mail server of the test's own, with the stock client of Resend pointed at it. */
export async function startTestMail(options: Partial<MailOptions> = {}): Promise<TestMail> {
  const mail = await startMail({ port: 0, log: silent, ...options });
  onTestFinished(() => mail.stop());
  return {
    ...mail,
    resend: new Resend('re_test', { baseUrl: mail.url }),
    messages: async () => (await fetch(`${mail.url}/api/messages`)).json(),
    async fail(failure) {
      const response = await fetch(`${mail.url}/api/failures`, {
        method: 'POST',
        body: JSON.stringify(failure),
      });
      if (response.status !== 201) throw new Error(await response.text());
    },
  };
}

export function email(change: Partial<CreateEmailOptions> = {}): CreateEmailOptions {
  return {
    from: 'Cassius <notifications@cassius.test>',
    to: 'praticien@lumiere.test',
    subject: 'Nouvelle alerte dans Cassius',
    html: '<p>Bonjour</p>',
    text: 'Bonjour',
    ...change,
  } as CreateEmailOptions;
}

/** A path in a folder that is removed after the test. */
export async function temporaryFile(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mail-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, name);
}
