import { fault } from '../../domain/faults/fault-catalogue';
import { layoutOf } from '../../domain/records/layouts/layout-catalogue';
import { equalContent, recordId } from '../../domain/records/record';
import { decideUnit } from '../../domain/units/decide-unit';
import type { RecordChange } from '../../domain/units/decide-unit';
import { isFoundation, referencesOf } from '../../domain/units/references';
import type { UnitFault } from '../../domain/units/unit-fault';
import type { RegistryUnits } from '../ports';
import type { ImportRow, ImportSet } from './import-set';

/** A unit that the import changes, and by how many records. */
export interface UnitPlan {
  readonly unit: string;
  readonly rows: readonly ImportRow[];
  readonly changes: number;
}

export interface JudgeImportOptions {
  readonly board: string;
  readonly set: ImportSet;
  readonly units: RegistryUnits;
  /** Called between chunks, so that a long judgement does not lose its lease. */
  readonly onProgress?: () => Promise<void>;
}

/** Rows judged against the stored records with one read. */
const ROWS_PER_CHUNK = 5_000;

/**
 * Judges every unit of an import against its whole resulting history, counts what would change, and says what is to be
 * done. Faults go into the set; the plan only matters when there are none.
 */
export async function judgeImport({ board, set, units, onProgress }: JudgeImportOptions): Promise<UnitPlan[]> {
  const isKnown = await findKnownUnits(board, set, units);
  const plans: UnitPlan[] = [];
  for (const chunk of chunkUnits(set.rowsByUnit, ROWS_PER_CHUNK)) {
    const loaded = await units.load(
      undefined,
      board,
      chunk.map(([unit]) => unit),
    );
    for (const [unit, rows] of chunk) {
      const own = withoutRepetitions(set, rows);
      if (set.brokenUnits.has(unit) || leansOnUnread(set, unit)) continue;
      const { effects, faults } = decideUnit({
        unit,
        state: loaded.get(unit)?.state,
        changes: own.map(toChange),
        isKnown,
        judgeOnly: true,
      });
      for (const found of faults) blame(set, own, found);
      let changes = 0;
      effects.forEach((effect, index) => {
        const tally = set.ledger.files[own[index]?.file ?? -1];
        if (!tally) return;
        if (effect === 'added') tally.added += 1;
        else if (effect === 'corrected') tally.corrected += 1;
        else tally.unchanged += 1;
        if (effect !== 'unchanged') changes += 1;
      });
      if (changes > 0) plans.push({ unit, rows: own, changes });
    }
    await onProgress?.();
  }
  return plans.sort((a, b) => rankOf(a.unit) - rankOf(b.unit));
}

export const toChange = (row: ImportRow): RecordChange => ({ op: 'record', record: row });

/** What is referred to is applied first: board, parks, projects, then leases and rates. */
function rankOf(unit: string): number {
  const rank = ['board', 'park', 'project', 'lease', 'rate'].indexOf(unit.split(':', 1)[0] ?? '');
  return rank < 0 ? 9 : rank;
}

export function* chunkUnits(rowsByUnit: ReadonlyMap<string, ImportRow[]>, rowsPerChunk: number): Generator<[string, ImportRow[]][]> {
  let chunk: [string, ImportRow[]][] = [];
  let rows = 0;
  for (const entry of rowsByUnit) {
    chunk.push(entry);
    rows += entry[1].length;
    if (rows < rowsPerChunk) continue;
    yield chunk;
    chunk = [];
    rows = 0;
  }
  if (chunk.length > 0) yield chunk;
}

/** Whether a unit's foundation may stand in a part of a file that could not be read. */
function leansOnUnread(set: ImportSet, unit: string): boolean {
  if (set.unreadKinds.size === 0) return false;
  return (
    (set.unreadKinds.has('projects') && (unit.startsWith('project:') || unit.startsWith('lease:'))) ||
    (set.unreadKinds.has('parks') && !unit.startsWith('rate:'))
  );
}

/** One row per key: the same content twice is one, other content is a fault of the later line. */
function withoutRepetitions(set: ImportSet, rows: readonly ImportRow[]): ImportRow[] {
  if (rows.length === 1) return [...rows];
  const first = new Map<string, ImportRow>();
  for (const row of rows) {
    const id = recordId(row);
    const before = first.get(id);
    const tally = set.ledger.files[row.file];
    if (!before) first.set(id, row);
    else if (equalContent(before, row)) {
      if (tally) tally.unchanged += 1;
    } else
      set.ledger.addFault(
        row.file,
        fault('key_twice', { key: row.key, line: String(before.line) }, layoutOf(row.kind).keyColumn),
        row.line,
      );
  }
  return [...first.values()];
}

/** A fault of a stored record shows at the first row that touches its unit. */
function blame(set: ImportSet, rows: readonly ImportRow[], found: UnitFault): void {
  const row = rows.find(({ kind, key }) => kind === found.kind && key === found.key);
  const place = row ?? rows[0];
  if (!place) return;
  const { kind, key, ...rest } = found;
  if (row) set.ledger.addFault(row.file, rest, row.line);
  else {
    const { column: _column, ...whole } = rest;
    set.ledger.addFault(
      place.file,
      { ...whole, vi: `${rest.vi} (bản ghi đã lưu ${kind} ${key})`, en: `${rest.en} (stored record ${kind} ${key})` },
      place.line,
    );
  }
}

async function findKnownUnits(board: string, set: ImportSet, units: RegistryUnits): Promise<(unit: string) => boolean> {
  const known = new Set<string>(set.brokenUnits);
  const wanted = new Set<string>();
  for (const [unit, rows] of set.rowsByUnit) if (rows.some(isFoundation)) known.add(unit);
  for (const rows of set.rowsByUnit.values())
    for (const row of rows) for (const reference of referencesOf(row)) if (!known.has(reference.unit)) wanted.add(reference.unit);
  for (const unit of await units.findFoundations(undefined, board, [...wanted])) known.add(unit);
  const unread = (unit: string): boolean =>
    (set.unreadKinds.has('parks') && unit.startsWith('park:')) || (set.unreadKinds.has('projects') && unit.startsWith('project:'));
  return (unit) => known.has(unit) || unread(unit);
}
