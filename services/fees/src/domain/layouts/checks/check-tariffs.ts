import { findOverlaps } from '../../tariffs/overlap';
import type { TariffVersion } from '../../tariffs/tariff';
import { feeFaults } from '../fee-faults';
import type { FeeSet, SetFault, StoredFees } from '../fee-set';

interface Sourced extends TariffVersion {
  /** Line in the set's file; undefined for a stored version. */
  readonly line: number | undefined;
}

const keyOf = ({ tariffCode, validFrom }: TariffVersion): string => JSON.stringify([tariffCode, validFrom]);

/** The stored versions as the set leaves them: a row of a stored one's key replaces it. */
function mergedVersions({ 'fee-tariffs': file }: FeeSet, stored: StoredFees): Sourced[] {
  const rows = (file?.rows ?? []).map(({ content, line }) => ({ ...content, line }));
  const replaced = new Set(rows.map(keyOf));
  return [
    ...[...stored.tariffs].filter((version) => !replaced.has(keyOf(version))).map((version) => ({ ...version, line: undefined })),
    ...rows,
  ];
}

/** Rows of one tariff that overlap, or that place it in two parks or services. */
export function checkTariffs(set: FeeSet, stored: StoredFees): SetFault[] {
  const faults: SetFault[] = [];
  const versions = mergedVersions(set, stored);
  for (const { later, earlier } of findOverlaps(versions, ({ tariffCode }) => tariffCode)) {
    // Two rows of one key with the same content are one row.
    if (later.validFrom === earlier.validFrom && later.line !== undefined && earlier.line !== undefined) continue;
    // It is the new price that starts too early, unless only the old one is in the file.
    const [line, column] = later.line === undefined ? [earlier.line, 'valid_to'] : [later.line, 'valid_from'];
    if (line === undefined) continue;
    const params = { tariff: later.tariffCode, from: later.validFrom, before: earlier.validFrom };
    faults.push({ kind: 'fee-tariffs', line, fault: feeFaults.fault('tariff_overlap', params, column) });
  }
  const firstOf = new Map<string, Sourced>();
  for (const version of versions) {
    const first = firstOf.get(version.tariffCode);
    firstOf.set(version.tariffCode, first ?? version);
    if (!first || version.line === undefined) continue;
    const tariff = version.tariffCode;
    if (first.parkCode !== version.parkCode)
      faults.push({
        kind: 'fee-tariffs',
        line: version.line,
        fault: feeFaults.fault('tariff_differs', { tariff, other: first.parkCode }, 'park_code'),
      });
    if (first.service !== version.service)
      faults.push({
        kind: 'fee-tariffs',
        line: version.line,
        fault: feeFaults.fault('tariff_differs', { tariff, other: first.service }, 'service'),
      });
  }
  return faults;
}

/** Park and service of each tariff that the set or the board has. */
export function tariffIndex(set: FeeSet, stored: StoredFees): ReadonlyMap<string, Pick<TariffVersion, 'parkCode' | 'service'>> {
  return new Map(mergedVersions(set, stored).map(({ tariffCode, parkCode, service }) => [tariffCode, { parkCode, service }]));
}
