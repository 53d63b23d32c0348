export interface Measurement {
  id: string;
  value: number;
  measuredAt: string;
}

export interface Implant {
  id: string;
  tooth: string;
  placedOn: string | null;
  /** Newest first. */
  measurements: Measurement[];
}

interface Name {
  firstName: string;
  lastName: string;
}

export interface PatientSummary extends Name {
  id: string;
  birthDate: string | null;
  implants: Implant[];
}

export interface Appointment {
  id: string;
  startsAt: string;
  endsAt: string;
  status: string;
  practitioner: { id: string; name: string } | null;
}

/** An appointment among others', which has to say whose it is. */
export interface AgendaEntry extends Appointment {
  patient: Name & { id: string };
}

export interface AppointmentRecord extends AgendaEntry {
  organisationId: string;
}

export interface Patient extends PatientSummary {
  organisationId: string;
  /** To come, soonest first. */
  coming: Appointment[];
  /** Over, latest first. */
  past: Appointment[];
}
