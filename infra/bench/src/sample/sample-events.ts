import { registryRecordEvents } from '@kcn/contracts';
import type { registryV1 } from '@kcn/contracts';
import type { NewEvent } from '@kcn/messaging';

/** A project record of ordinary length (about 270 bytes encoded); the same number gives the same record. */
export function sampleProject(number: number): registryV1.ProjectRecorded {
  const digits = number.toString().padStart(7, '0');
  return {
    projectCode: `P${digits}`,
    registrationKind: 'GCNDKDT',
    name: `Nhà máy sản xuất linh kiện điện tử số ${digits}`,
    capitalKind: 'FDI',
    investors: [`Công ty TNHH Điện tử Á Châu ${digits}`],
    investorCountries: ['KR'],
    enterpriseTaxCode: `090${digits}`,
    parkCode: 'PNA',
    issuedOn: '2017-03-04',
    registeredAmount: BigInt(number % 1_000) * 100_000n + 5_000_000n,
    currency: 'USD',
    landAreaHundredthsM2: 2_500_000n,
    termYears: 50,
    vsicVersion: '2018',
    vsicCode: '2610',
    objective: 'Sản xuất, gia công linh kiện điện tử và bản mạch in cho thiết bị viễn thông',
  };
}

const { type, codec, unitOf } = registryRecordEvents.projects;

/** One version of a sample project as an event for the log. */
export function sampleEvent(number: number, aggregateVersion = 1): NewEvent {
  const project = sampleProject(number);
  return {
    aggregate: unitOf(project),
    aggregateVersion,
    type,
    payload: codec.encode(project).finish(),
    actor: 'bench',
    cause: `http:bench-${number.toString()}-${aggregateVersion.toString()}`,
  };
}

/**
 * `count` events over `aggregates` projects in turns, so that every project has the versions 1, 2, … in order.
 * @param from number of the first event, 0-based
 */
export function sampleEvents({
  from = 0,
  count,
  aggregates,
}: {
  readonly from?: number;
  readonly count: number;
  readonly aggregates: number;
}): NewEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const sequence = from + index;
    return sampleEvent(sequence % aggregates, Math.floor(sequence / aggregates) + 1);
  });
}
