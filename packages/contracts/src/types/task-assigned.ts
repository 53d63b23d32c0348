import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A task was given to someone. */
export const taskAssigned = defineType({
  name: 'TASK_ASSIGNED',
  alias: 'task.assigned',
  category: 'activity',
  severity: 'INFO',
  priority: 'normal',
  /** Whoever has the task is named by the event. */
  audience: ['owner', 'admin'],
  tellsActor: false,
  entity: 'task',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ title: z.string().max(120) }).partial(),
  variables: { inApp: ['title'] },
  links: ['/patients/{patientId}'],
  texts: {
    fr: {
      title: 'Tâche assignée',
      messages: ['Une tâche a été assignée\u00a0: «\u00a0{title}\u00a0».', 'Une tâche a été assignée.'],
    },
    en: { title: 'Task assigned', messages: ['A task was assigned: {title}.', 'A task was assigned.'] },
  },
  digest: {
    fr: { one: 'tâche assignée', other: 'tâches assignées' },
    en: { one: 'assigned task', other: 'assigned tasks' },
  },
});
