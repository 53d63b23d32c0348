import type { Role } from '@cassius/contracts';

const STAFF: readonly Role[] = ['owner', 'admin', 'practitioner', 'assistant'];

/** Whether someone works with the records. Only shows or hides: the database decides. */
export const isStaff = (role: Role | undefined): boolean => role !== undefined && STAFF.includes(role);

interface Limits {
  /** Whether they see what is their own. */
  seesOwn: boolean;
  /** Why no records, or no others. */
  records: string;
  /** Why no appointments, or no others. */
  appointments: string;
}

/** What someone who is not of the staff is told; null for the staff. */
export function limitsOf(role: Role): Limits | null {
  switch (role) {
    case 'operator':
      return {
        seesOwn: false,
        records: 'Votre rôle d’opérateur ne donne pas accès aux dossiers des patients.',
        appointments: 'Votre rôle d’opérateur ne donne pas accès aux rendez-vous des patients.',
      };
    case 'client':
      return {
        seesOwn: true,
        records: 'Vous voyez votre propre dossier. Seule l’équipe de l’établissement peut le modifier.',
        appointments: 'Vous voyez vos propres rendez-vous. Pour en changer, appelez l’établissement.',
      };
    default:
      return null;
  }
}
