import type { Block } from '@kcn/documents';
import { multiply, fraction } from '@kcn/kernel/fraction';
import type { BlocResult } from '../result/score-bloc';
import { counted, memberName } from './wording';

/** The least number of ballots that makes the vote count: the quorum's share of the electors, rounded up. */
function neededBallots({ electors, quorum }: BlocResult['bloc']): number {
  const { numerator, denominator } = multiply(quorum, fraction(BigInt(electors)));
  return Number((numerator + denominator - 1n) / denominator);
}

/** The outcome of the secret vote: counts by candidate, never who voted how. */
export function ballotBlocks({ bloc, ballot }: BlocResult): readonly Block[] {
  if (ballot.flag === 'not-held') return [{ kind: 'paragraph', text: 'Chưa tổ chức bỏ phiếu suy tôn.' }];
  const needed = neededBallots(bloc);
  const [electors, turnout] = [counted(bloc.electors), counted(ballot.turnout)];
  return [
    {
      kind: 'paragraph',
      text: `Bỏ phiếu kín: ${electors} người có quyền bỏ phiếu, ${turnout} phiếu thu về, cần ít nhất ${counted(needed)} phiếu để kết quả có giá trị.`,
    },
    ...(ballot.flag === 'below-quorum'
      ? [{ kind: 'paragraph', text: 'Không đủ số phiếu tối thiểu; số phiếu không được dùng để phân định thứ hạng.' } as const]
      : []),
    {
      kind: 'table',
      size: 'small',
      unitNote: 'Đơn vị tính: phiếu',
      columns: [
        { title: 'TT', width: 1, align: 'center' },
        { title: 'Đơn vị được đề cử', width: 8 },
        { title: 'Đồng ý', width: 2, align: 'center' },
        { title: 'Không đồng ý', width: 2, align: 'center' },
        { title: 'Ý kiến khác', width: 2, align: 'center' },
      ],
      rows: ballot.counts.map((count, at) => ({
        cells: [
          ...[(at + 1).toString(), memberName(bloc, count.candidate)],
          ...[count.for.toString(), count.against.toString(), count.abstain.toString()],
        ],
      })),
    },
  ];
}
