import type { NextConfig } from 'next';
import { linkHeaders, staticSecurityHeaders } from './src/features/http/security-headers.ts';

const config: NextConfig = {
  // Workspace packages publish their TypeScript sources.
  transpilePackages: ['@cassius/contracts', '@cassius/react'],
  // `npm run check` type-checks the whole repository; doing it here again would double the start-up time.
  typescript: { ignoreBuildErrors: true },
  images: { unoptimized: true },
  poweredByHeader: false,
  devIndicators: false,
  async headers() {
    return [
      { source: '/:path*', headers: staticSecurityHeaders },
      { source: '/l/:path*', headers: linkHeaders },
    ];
  },
};

export default config;
