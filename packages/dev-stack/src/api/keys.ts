import type { ApiKeyResolver } from '@supabase/lite';
import type { Secrets } from '../secrets.ts';

/** Which role a key of the new kind stands for; such keys are no JWTs and travel in the header `apikey`. */
export function keyResolver(secrets: Secrets): ApiKeyResolver {
  return async (key) => {
    if (key === secrets.publishableKey) return { type: 'publishable', claims: { role: 'anon' } };
    if (key === secrets.secretKey || key === secrets.automationsKey) {
      return { type: 'secret', claims: { role: 'service_role' } };
    }
    return null;
  };
}
