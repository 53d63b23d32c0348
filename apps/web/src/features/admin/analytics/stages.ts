/** What became of some notifications: each count is part of the one before. */
export interface Stages {
  sent: number;
  seen: number;
  read: number;
  clicked: number;
  /** Emails that left or wait for the same events. */
  emails: number;
  /** Seconds until half of those who reacted had read or followed theirs; null when nobody has. */
  medianReaction: number | null;
}

export type Stage = 'sent' | 'seen' | 'read' | 'clicked';

export const nothing: Stages = { sent: 0, seen: 0, read: 0, clicked: 0, emails: 0, medianReaction: null };

export const stageNames: Record<Stage, string> = {
  sent: 'Envoyées',
  seen: 'Vues',
  read: 'Lues',
  clicked: 'Cliquées',
};

/** How far a notification has come, and no further: what the parts of a bar are. */
export const furthestNames: Record<Stage, string> = {
  clicked: 'Cliquées',
  read: 'Lues sans clic',
  seen: 'Vues sans lecture',
  sent: 'Pas encore vues',
};

/** The parts of a bar from its foot; together they are what was sent. */
export const furthestOf = ({ sent, seen, read, clicked }: Stages): { stage: Stage; count: number }[] => [
  { stage: 'clicked', count: clicked },
  { stage: 'read', count: read - clicked },
  { stage: 'seen', count: seen - read },
  { stage: 'sent', count: sent - seen },
];
