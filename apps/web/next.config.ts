import type { NextConfig } from 'next';
import { linkHeaders, staticSecurityHeaders } from './src/features/http/security-headers.ts';

/** Folder of a build of the local stack: one a state of the sources, so that a build never changes under a running server. */
const localBuild = process.env.CASSIUS_WEB_BUILD;

const config: NextConfig = {
  distDir: localBuild || '.next',
  // Workspace packages publish their TypeScript sources.
  transpilePackages: ['@cassius/contracts', '@cassius/emails', '@cassius/react'],
  // On the server Node loads them as they are: no copy for each group of pages to be compiled.
  serverExternalPackages: ['@supabase/ssr', '@supabase/supabase-js', 'zod', 'zod-openapi'],
  // A newcomer waits for the first build: no cache that the next folder would not find, and names in traces instead of maps.
  ...(localBuild && {
    experimental: {
      turbopackFileSystemCacheForBuild: false,
      turbopackSourceMaps: false,
      turbopackInputSourceMaps: false,
      turbopackMinify: { server: false },
    },
  }),
  // `npm run check` type-checks the whole repository; doing it here again would double the start-up time.
  typescript: { ignoreBuildErrors: true },
  // The gallery shows the sources of its examples.
  outputFileTracingIncludes: { '/composants/*': ['./src/features/components-guide/examples/*.tsx'] },
  images: { unoptimized: true },
  poweredByHeader: false,
  devIndicators: false,
  async headers() {
    return [
      { source: '/:path*', headers: staticSecurityHeaders },
      { source: '/l/:path*', headers: linkHeaders },
      { source: '/u/:path*', headers: linkHeaders },
    ];
  },
};

export default config;
