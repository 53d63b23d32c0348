import type { NextConfig } from 'next';
import { linkHeaders, staticSecurityHeaders } from './src/features/http/security-headers.ts';

const config: NextConfig = {
  // The local stack keeps one folder a state of the sources, so that a build never changes under a running server.
  distDir: process.env.CASSIUS_WEB_BUILD || '.next',
  // Workspace packages publish their TypeScript sources.
  transpilePackages: ['@cassius/contracts', '@cassius/emails', '@cassius/react'],
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
