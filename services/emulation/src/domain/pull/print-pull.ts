import type { LocalizedText } from '@kcn/kernel';
import type { VerdictDetail } from '../sheets/verdict';
import type { MemberPull, Pull } from './pull';

const TEXTS = {
  open: { vi: 'Đang hỏi', en: 'Is being asked' },
  accepted: { vi: 'Phiếu được chấp nhận', en: 'The sheet is accepted' },
  unchanged: { vi: 'Không có phiếu mới hơn phiếu đã nhận', en: 'There is nothing newer than the accepted sheet' },
  'no-sheet': { vi: 'Đơn vị chưa ký phiếu nào', en: 'The member has signed no sheet yet' },
} as const satisfies Readonly<Record<string, LocalizedText>>;

/** A finding as one sentence in each language. */
export function detailText(details: readonly VerdictDetail[], otherwise: LocalizedText = TEXTS.accepted): LocalizedText {
  const [first] = details;
  if (!first) return otherwise;
  const { vi, en, at, expected, actual } = first;
  const place = at === undefined || at === '' ? '' : ` (${at})`;
  const values = expected === undefined ? (actual === undefined ? '' : `: ${actual}`) : `: ${actual ?? '–'} ≠ ${expected}`;
  const more = details.length - 1;
  return {
    vi: `${vi}${place}${values}${more > 0 ? `; và ${more.toString()} điểm khác` : ''}`,
    en: `${en}${place}${values}${more > 0 ? `; and ${more.toString()} more` : ''}`,
  };
}

export const printDetails = (details: readonly VerdictDetail[]) =>
  details.map(({ code, at, expected, actual, vi, en }) => ({
    code,
    at: at ?? null,
    expected: expected ?? null,
    actual: actual ?? null,
    vi,
    en,
  }));

function printMember({ member, attempts, outcome }: MemberPull, accepted: number | undefined) {
  const head = { board: member, accepted_revision: accepted ?? null, attempts };
  switch (outcome?.kind) {
    case undefined:
      return { ...head, verdict: null, revision: null, sha256: null, detail: TEXTS.open, details: [] };
    case 'no-sheet':
      return { ...head, verdict: null, revision: null, sha256: null, detail: TEXTS['no-sheet'], details: [] };
    case 'unchanged':
      return { ...head, verdict: 'accepted', revision: accepted ?? null, sha256: null, detail: TEXTS.unchanged, details: [] };
    case 'judged': {
      // The newest is what the member stands by.
      const { verdict, revision, sha256, details } = outcome.judgements.at(-1) ?? { verdict: null, details: [] };
      return {
        ...{ ...head, verdict, revision: revision ?? null, sha256: sha256 ?? null },
        ...{ detail: detailText(details), details: printDetails(details) },
      };
    }
  }
}

export interface PrintPullInput {
  readonly pull: Pull;
  readonly state: 'running' | 'ended';
  /** The revision that counts, by member. */
  readonly accepted: ReadonlyMap<string, number>;
  readonly missing: readonly string[];
}

/** A pull for people and programs: each member's verdict (null while there is none) and who is missing in the ranking. */
export const printPull = ({ pull, state, accepted, missing }: PrintPullInput) => ({
  ...{ bloc: pull.bloc, year: pull.year, state, started_at: pull.startedAt, deadline: pull.deadline },
  provisional: missing.length > 0,
  members: pull.members.map((member) => printMember(member, accepted.get(member.member))),
  missing,
});
