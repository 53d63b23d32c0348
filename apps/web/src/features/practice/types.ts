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

export interface PatientSummary {
  id: string;
  firstName: string;
  lastName: string;
  birthDate: string | null;
  implants: Implant[];
}

export interface Appointment {
  id: string;
  startsAt: string;
  endsAt: string;
  status: string;
  practitioner: string | null;
}

export interface Patient extends PatientSummary {
  organisationId: string;
  appointments: Appointment[];
}
