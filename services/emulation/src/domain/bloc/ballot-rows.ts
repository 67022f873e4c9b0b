import type { Reading, RowFault } from '../criteria/fault';
import { createFaultList } from '../criteria/fault';
import type { Bloc } from './bloc';
import type { TableRow } from './score-rows';

/** Votes of one candidate: counts only, nothing that could lead back to a head. */
export interface CandidateCount {
  readonly candidate: string;
  readonly for: number;
  readonly against: number;
  readonly abstain: number;
}

const COLUMNS = ['for', 'against', 'abstain'] as const;

/** Reads ballots.csv: one row a candidate, no more votes than electors. */
export function readBallotRows(rows: readonly TableRow[], bloc: Bloc): Reading<readonly CandidateCount[], RowFault> {
  const { faults, add } = createFaultList<RowFault>();
  const seen = new Set<string>();
  const read = rows.map(({ line, cells }): CandidateCount => {
    const candidate = cells['candidate'] ?? '';
    if (!bloc.members.some((member) => member.id === candidate))
      add({
        code: 'unknown_member',
        line,
        column: 'candidate',
        vi: `"${candidate}" không phải là thành viên`,
        en: `"${candidate}" is not a member`,
      });
    if (seen.has(candidate))
      add({ code: 'duplicate_row', line, column: 'candidate', vi: `"${candidate}" có hai dòng`, en: `"${candidate}" has two rows` });
    seen.add(candidate);
    const counts = COLUMNS.map((column) => {
      const text = cells[column] ?? '';
      if (/^\d{1,6}$/.test(text)) return Number(text);
      add({ code: 'bad_number', line, column, vi: `"${text}" không phải là số phiếu`, en: `"${text}" is not a number of votes` });
      return 0;
    });
    const [votesFor = 0, against = 0, abstain = 0] = counts;
    if (votesFor + against + abstain > bloc.electors)
      add({ code: 'too_many_votes', line, vi: 'Số phiếu nhiều hơn số cử tri', en: 'More votes than electors' });
    return { candidate, for: votesFor, against, abstain };
  });
  return faults.length === 0 ? { ok: true, content: read } : { ok: false, faults };
}
