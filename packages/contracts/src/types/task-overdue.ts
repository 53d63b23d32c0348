import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A task has passed its date. */
export const taskOverdue = defineType({
  name: 'TASK_OVERDUE',
  alias: 'task.overdue',
  category: 'activity',
  severity: 'WARNING',
  priority: 'high',
  /** Whoever has the task is named by the event. */
  audience: ['owner', 'admin'],
  tellsActor: true,
  entity: 'task',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ title: z.string().max(120) }).partial(),
  variables: { inApp: ['title'] },
  links: ['/patients/{patientId}'],
  texts: {
    fr: {
      title: 'Tâche en retard',
      messages: ['La tâche «\u00a0{title}\u00a0» est en retard.', 'Une tâche est en retard.'],
    },
    en: { title: 'Overdue task', messages: ['The task {title} is overdue.', 'A task is overdue.'] },
  },
  digest: {
    fr: { one: 'tâche en retard', other: 'tâches en retard' },
    en: { one: 'overdue task', other: 'overdue tasks' },
  },
});
