import type { NaiveRecords } from './naive-records';

const HUNDREDTHS_M2 = 'ha';
type Put = (indicator: string, breakdown: string, unit: string, value: bigint) => void;

/** Parks, plants and leases at a cut-off and in a window, each question answered from the rows again. */
export function naiveParks(
  records: NaiveRecords,
  window: { from: string; to: string },
  put: Put,
  putRatio: (indicator: string, breakdown: string, a: bigint, b: bigint) => void,
): void {
  const day = window.to;
  const events = records.rows('park-events');
  const plants = records.rows('wastewater-plants').filter((p) => p.date <= day);
  const leases = records.rows('leases').filter((l) => l.kind === 'LAND' && l.from <= day && (l.to === '' || day <= l.to));
  const parks = new Set([...events.map((e) => e.parkCode), ...plants.map((p) => p.parkCode), ...leases.map((l) => l.parkCode)]);
  let [operatingCount, plantCount, leasedThere, leasable] = [0n, 0n, 0n, 0n];
  for (const park of parks) {
    const past = events.filter((e) => e.parkCode === park && e.date <= day);
    const latest = (type: string): string =>
      past
        .filter((e) => e.event === type)
        .map((e) => e.date)
        .sort()
        .at(-1) ?? '';
    const areaOf = (type: string): bigint | undefined => {
      const row = past.find((e) => e.event === type && e.date === latest(type));
      return row && (row.areaHundredthsM2 ?? 0n);
    };
    // Brought back only by what comes on a later day than REMOVED.
    const planned = latest('PLANNED') > latest('REMOVED');
    const operating = latest('OPERATING') > latest('REMOVED');
    const leased = leases.filter((l) => l.parkCode === park);
    const area = leased.reduce((sum, l) => sum + l.areaHundredthsM2, 0n);
    if (planned) {
      put('INF.PLAN.N', '', 'park', 1n);
      for (const b of ['', `park:${park}`]) put('LAND.PLAN', b, HUNDREDTHS_M2, areaOf('PLANNED') ?? 0n);
    }
    if (leased.length > 0) for (const b of ['', `park:${park}`]) put('LAND.LEASED', b, HUNDREDTHS_M2, area);
    for (const plant of plants.filter((p) => p.parkCode === park))
      for (const b of ['', `park:${park}`]) put('INF.WWTP.CAP', b, 'm3/day', plant.capacityM3Day);
    for (const e of events.filter((x) => x.parkCode === park && x.event === 'LEVELLED' && x.date >= window.from && x.date <= day)) {
      for (const b of ['', `park:${park}`]) put('LAND.LEVELLED', b, HUNDREDTHS_M2, e.areaHundredthsM2 ?? 0n);
    }
    if (!operating) continue;
    operatingCount++;
    put('INF.PARK.N', '', 'park', 1n);
    if (plants.some((p) => p.parkCode === park)) {
      plantCount++;
      put('INF.WWTP.N', '', 'park', 1n);
    }
    const [approved, forLease] = [areaOf('APPROVED'), areaOf('LEASABLE')];
    if (approved !== undefined) for (const b of ['', `park:${park}`]) put('LAND.APPR', b, HUNDREDTHS_M2, approved);
    if (forLease !== undefined) for (const b of ['', `park:${park}`]) put('LAND.LEASABLE', b, HUNDREDTHS_M2, forLease);
    if (leased.length > 0 || forLease !== undefined) {
      putRatio('LAND.OCC', `park:${park}`, area, forLease ?? 0n);
      leasedThere += area;
      leasable += forLease ?? 0n;
      putRatio('LAND.OCC', '', leasedThere, leasable);
    }
  }
  if (operatingCount > 0n) putRatio('INF.WWTP.RATE', '', plantCount, operatingCount);
}
