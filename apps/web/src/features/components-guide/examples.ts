import dynamic from 'next/dynamic';
import type { ComponentType } from 'react';
import type { GuideName } from './guide.ts';

/** Loaded page by page: what one example imports is no weight of another. */
export const examples: Record<GuideName, ComponentType> = {
  provider: dynamic(async () => (await import('./examples/provider.tsx')).ProviderExample),
  bell: dynamic(async () => (await import('./examples/bell.tsx')).BellExample),
  inbox: dynamic(async () => (await import('./examples/inbox.tsx')).InboxExample),
  item: dynamic(async () => (await import('./examples/item.tsx')).ItemExample),
  toaster: dynamic(async () => (await import('./examples/toaster.tsx')).ToasterExample),
  preferences: dynamic(async () => (await import('./examples/preferences.tsx')).PreferencesExample),
  hooks: dynamic(async () => (await import('./examples/hooks.tsx')).HooksExample),
};
