/** What the preview page needs: filling the compiled templates, not react-email, which only writes them. */
export { type EmailSource, renderEmail } from '../../../supabase/functions/_shared/render-email.ts';
export { type EmailSample, emailSamples } from './samples.ts';
