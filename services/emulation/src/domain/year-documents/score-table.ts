import type { TableBlock, TableRow } from '@kcn/documents';
import { formatFraction } from '@kcn/kernel/fraction';
import type { Award } from '../awards/bloc-awards';
import { awardOf } from '../awards/bloc-awards';
import { BLOC_AWARD_NAMES } from '../awards/decide-bloc-awards';
import type { MemberScore } from '../scoring/member-score';
import { groupTotalOf } from '../scoring/member-score';
import { memberName, pointsText } from './wording';
import type { YearDocumentSource } from './year-document-source';

const NONE = '–';

const AWARD_TEXTS: Readonly<Record<Award, string>> = {
  flag: BLOC_AWARD_NAMES.flag.vi,
  certificate: BLOC_AWARD_NAMES.certificate.vi,
  undecided: 'Khối trưởng quyết định',
  none: '',
};

/** Why a member has no rank, for the notes below the table. */
export interface Unranked {
  readonly member: string;
  readonly why: string;
}

/** Vetoed members with their vetoes, then those without an accepted score sheet. */
export function unrankedOf({ result, criteria, frozen }: YearDocumentSource): readonly Unranked[] {
  const vetoName = (code: string): string => criteria.vetoes.find((veto) => veto.code === code)?.name.vi ?? code;
  return [
    ...result.ranking.vetoed.map(({ member, vetoes }) => ({ member, why: `không xét khen: ${vetoes.map(vetoName).join('; ')}` })),
    ...result.ranking.missing.map((member) => {
      const reason = frozen?.missingReasons.get(member);
      return { member, why: `chưa có phiếu chấm điểm được chấp nhận${reason === undefined ? '' : ` (${reason})`}` };
    }),
  ];
}

/** All members in the order of the ranking: totals by group, penalties, total, rank, award; those without rank at the end. */
export function scoreTable({ result, criteria }: YearDocumentSource): TableBlock {
  const { bloc, ranking, awards, scores } = result;
  const scoreOf = new Map(scores.map((score) => [score.member, score]));
  const rankOf = new Map(ranking.ranked.map(({ member, rank }) => [member, rank]));
  const points = (score: MemberScore | undefined): readonly string[] =>
    score
      ? [
          ...criteria.groups.map(({ code }) => pointsText(groupTotalOf(score, code))),
          pointsText(score.penaltyTotal),
          pointsText(score.total),
        ]
      : [...criteria.groups.map(() => NONE), NONE, NONE];
  const order = [...ranking.ranked, ...ranking.vetoed].map(({ member }) => member).concat(ranking.missing);
  return {
    kind: 'table',
    unitNote: 'Đơn vị tính: điểm',
    size: 'small',
    columns: [
      { title: 'TT', width: 5, align: 'center' },
      { title: 'Đơn vị', width: 26 },
      ...criteria.groups.map(({ code, max }) => ({ title: `Nhóm ${code} (${formatFraction(max)})`, width: 9, align: 'right' as const })),
      { title: 'Điểm trừ', width: 7, align: 'right' },
      { title: 'Tổng điểm', width: 9, align: 'right' },
      { title: 'Xếp hạng', width: 7, align: 'center' },
      { title: 'Hình thức khen', width: 11, align: 'center' },
    ],
    rows: order.map((member, at): TableRow => {
      const rank = rankOf.get(member);
      return {
        cells: [
          ...[(at + 1).toString(), memberName(bloc, member), ...points(scoreOf.get(member))],
          ...[rank === undefined ? NONE : rank.toString(), AWARD_TEXTS[awardOf(awards, member)]],
        ],
      };
    }),
  };
}
