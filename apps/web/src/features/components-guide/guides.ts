import type { Guide, GuideName } from './guide.ts';
import { bell } from './guides/bell.ts';
import { hooksGuide } from './guides/hooks.ts';
import { inbox } from './guides/inbox.ts';
import { item } from './guides/item.ts';
import { preferences } from './guides/preferences.ts';
import { provider } from './guides/provider.ts';
import { toaster } from './guides/toaster.ts';

export const guides: Record<GuideName, Guide> = {
  provider,
  bell,
  inbox,
  item,
  toaster,
  preferences,
  hooks: hooksGuide,
};
