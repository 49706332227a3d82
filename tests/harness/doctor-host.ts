import type { DoctorHost } from '../../src/governance/doctor/doctor-host.ts';

/** A process that the doctor has nothing to say about. */
export const DOCTOR_HOST: DoctorHost = {
  extensionsMustLoad: true,
  versions: { oneRoof: '0.0.0', node: '22.0.0', directus: '11.17.4' },
};
