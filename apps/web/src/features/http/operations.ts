import { sessionToken } from '../auth/session-token-operation.ts';
import * as administration from '../notifications/operations/administration.ts';
import * as inbox from '../notifications/operations/inbox.ts';
import * as many from '../notifications/operations/many.ts';
import * as mutes from '../notifications/operations/mutes.ts';
import * as one from '../notifications/operations/one.ts';
import * as preferences from '../preferences/operations.ts';
import type { Operation } from './operation.ts';

/** Every operation of the HTTP API, in the order of its document. */
export const operations: readonly Operation[] = [
  inbox.listNotifications,
  inbox.listUnread,
  one.readOne,
  one.acknowledgeOne,
  one.unreadOne,
  one.clickOne,
  one.changeOne,
  one.archiveOne,
  many.changeMany,
  many.readMany,
  many.readAll,
  many.markSeen,
  mutes.listMutes,
  mutes.addMute,
  mutes.removeMute,
  preferences.getPreferences,
  preferences.changePreferences,
  administration.explainNotification,
  administration.sendTest,
  administration.readAnalytics,
  sessionToken,
];
