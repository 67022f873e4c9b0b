import type { Block } from '@kcn/documents';
import { BLOC_AWARD_NAMES } from '../awards/decide-bloc-awards';
import type { BlocAwardKind } from '../awards/decide-bloc-awards';
import type { Tie } from '../ranking/ranking';
import type { BlocResult } from '../result/score-bloc';
import { counted, listed, memberName, pointsText, tieBreakText } from './wording';

/** Who has the same total, and what told them apart. */
export function tieSentence({ bloc }: BlocResult, { total, members, decidedBy }: Tie): string {
  const names = listed(members.map(({ member }) => memberName(bloc, member)));
  const same = `${names} cùng đạt ${pointsText(total)} điểm`;
  const keys = decidedBy.map((key) => {
    const values = members.map(({ keys: values }) => values.get(key) ?? 0n);
    const texts = values.map((value) => (key === 'ballot' ? value.toString() : pointsText(value)));
    return `${tieBreakText(key)} (${texts.join('; ')})`;
  });
  const ranks = new Set(members.map(({ rank }) => rank));
  const shared = ranks.size < members.length ? '; các đơn vị bằng nhau ở mọi tiêu chí phân định xếp cùng hạng' : '';
  return keys.length === 0 ? `${same}${shared}.` : `${same}; thứ hạng được phân định theo ${keys.join(', ')}${shared}.`;
}

const kindBlocks = (
  { bloc, ranking }: BlocResult,
  kind: BlocAwardKind,
  { members, places, lapsed }: { readonly members: readonly string[]; readonly places: number; readonly lapsed: number },
): readonly Block[] => {
  const name = BLOC_AWARD_NAMES[kind].vi;
  const total = (member: string): string => pointsText(ranking.ranked.find((one) => one.member === member)?.total ?? 0n);
  return [
    ...(members.length === 0
      ? []
      : [
          { kind: 'paragraph', text: `Đề nghị tặng ${name} cho ${counted(members.length)} tập thể:` } as const,
          {
            kind: 'points',
            points: members.map((member, at) => ({
              label: `${(at + 1).toString()}.`,
              text: `${memberName(bloc, member)} (${total(member)} điểm)${at < members.length - 1 ? ';' : '.'}`,
            })),
          } as const,
        ]),
    ...(lapsed === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: `Không sử dụng ${counted(lapsed)} trong ${counted(places)} chỉ tiêu ${name} do không có đơn vị đủ điều kiện.`,
          } as const,
        ]),
  ];
};

/** Whom the bloc proposes for what, which places lapse, and what is left to the leader. */
export function awardBlocks(result: BlocResult): readonly Block[] {
  const { awards, bloc } = result;
  return [
    ...kindBlocks(result, 'flag', { members: awards.flags, places: awards.flagPlaces, lapsed: awards.lapsed.flags }),
    ...kindBlocks(result, 'certificate', {
      members: awards.certificates,
      places: awards.certificatePlaces,
      lapsed: awards.lapsed.certificates,
    }),
    ...(awards.undecided.length === 0
      ? []
      : [
          {
            kind: 'paragraph',
            text: `${listed(awards.undecided.map((member) => memberName(bloc, member)))} bằng nhau ở mọi tiêu chí phân định; Khối trưởng quyết định hình thức khen theo số chỉ tiêu của các thứ hạng này.`,
          } as const,
        ]),
  ];
}
