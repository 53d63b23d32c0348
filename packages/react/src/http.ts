export { createHttpApi } from './store/http-api.ts';
export type { HttpApiOptions } from './store/http-request.ts';
