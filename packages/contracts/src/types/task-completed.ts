import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A colleague finished a task. */
export const taskCompleted = defineType({
  name: 'TASK_COMPLETED',
  alias: 'task.completed',
  category: 'activity',
  severity: 'INFO',
  priority: 'low',
  audience: ['owner', 'admin'],
  tellsActor: false,
  entity: 'task',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ title: z.string().max(120) }).partial(),
  variables: { inApp: ['title'] },
  links: ['/patients/{patientId}'],
  texts: {
    fr: {
      title: 'Tâche terminée',
      messages: ['La tâche «\u00a0{title}\u00a0» est terminée.', 'Une tâche est terminée.'],
    },
    en: { title: 'Task completed', messages: ['The task {title} is complete.', 'A task is complete.'] },
  },
  digest: {
    fr: { one: 'tâche terminée', other: 'tâches terminées' },
    en: { one: 'completed task', other: 'completed tasks' },
  },
});
