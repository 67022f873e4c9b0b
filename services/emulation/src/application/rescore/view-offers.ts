import type { Clock } from '@kcn/kernel';
import { notFound, precondition } from '@kcn/kernel';
import type { OnceResult, RunOnce } from '@kcn/messaging';
import { resultDifferences } from '../../domain/cycle/result-differences';
import type { ResultDifference } from '../../domain/cycle/result-differences';
import type { Seal } from '../../domain/keys/seal';
import { readSheet } from '../../domain/sheets/sheet';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import type { AsOf, BlocScoring } from '../bloc/score-bloc-year';
import { unknownBloc } from '../bloc/score-bloc-year';
import type { YearCommand } from '../cycle/run-year';
import { nameOfCommand, yearOfCommand } from '../cycle/run-year';
import type { FindFrozenRanking } from '../freeze/ports';
import type { SheetSigning } from '../sheets/sign-sheet';
import type { SignedRevisions } from '../sheets/ports';
import type { RescoreOffer, RescoreOffers } from './ports';

export interface OfferViewOptions {
  readonly versions: Pick<BlocVersions, 'last'>;
  readonly offers: RescoreOffers;
  readonly scoring: Pick<BlocScoring, 'score'>;
  readonly signing: Pick<SheetSigning, 'preview'>;
  readonly revisions: Pick<SignedRevisions, 'after'>;
  readonly findFrozen: FindFrozenRanking;
  readonly seal: Seal;
  readonly runOnce: RunOnce;
  readonly clock: Clock;
}

/** What the points were made from so far: the frozen result, the last signed sheet, or the figures as of an instant. */
export type RescoreBasis = 'frozen' | 'sheet' | 'figures';

export interface SeenOffers {
  readonly offers: readonly RescoreOffer[];
  /** Null where nothing is open, or where the leader ranks by sheets: then the member's next sheet says it. */
  readonly change: { readonly basis: RescoreBasis; readonly differences: readonly ResultDifference[] } | null;
}

/** The offers to score anew, with what would change if it were done now. */
export function createOfferView(options: OfferViewOptions) {
  const { versions, offers, scoring, signing, revisions, findFrozen, seal, runOnce, clock } = options;

  /** The points of the board's next sheet beside those that it signed last. */
  async function sheetChange(name: BlocYear): Promise<SeenOffers['change']> {
    const last = (await revisions.after(name, 0)).at(-1);
    if (!last) return null;
    const opened = seal.open(last.jws);
    if ('fault' in opened) throw new Error(`the own sheet ${last.revision.toString()} cannot be read: ${opened.fault}`);
    const before = new Map(readSheet(opened.document.value).criteria.map(({ code, computed }) => [code, computed]));
    const after = await signing.preview(name);
    return {
      basis: 'sheet',
      differences: after
        .filter(({ code, computed }) => (before.get(code) ?? null) !== computed)
        .map(({ code, computed }) => ({
          member: name.board,
          what: `criterion ${code}`,
          before: before.get(code) ?? null,
          after: computed,
        })),
    };
  }

  async function rankingChange(name: BlocYear, all: readonly RescoreOffer[], mayKnow: AsOf['mayKnow']): Promise<SeenOffers['change']> {
    const now = await scoring.score({ ...name, asOf: undefined, mayKnow });
    if (now.sources.members.some(({ sheet }) => sheet)) return null;
    const frozen = await findFrozen(name);
    if (frozen) return { basis: 'frozen', differences: resultDifferences(frozen.result, now.result) };
    const since = all.findLast(({ answer }) => answer?.taken)?.answer?.answeredAt ?? now.sources.recordedAt;
    const before = await scoring.score({ ...name, asOf: since, mayKnow });
    return { basis: 'figures', differences: resultDifferences(before.result, now.result) };
  }

  return {
    /** @throws DomainError not_found `unknown_bloc`; what the source of the figures throws */
    async view(name: BlocYear, mayKnow: AsOf['mayKnow']): Promise<SeenOffers> {
      const kept = await versions.last(name);
      if (!kept) throw unknownBloc(name);
      const { bloc } = await readKeptSet(kept.files);
      const all = await offers.list(name);
      if (all.every(({ answer }) => answer)) return { offers: all, change: null };
      return { offers: all, change: bloc.leader === name.board ? await rankingChange(name, all, mayKnow) : await sheetChange(name) };
    },

    /**
     * Notes what became of an offer: taken, the points count as scored anew from now on; a frozen result changes by re-opening
     * alone, a sheet by signing the next.
     * @throws DomainError not_found `unknown_offer`; precondition `offer_answered`
     */
    async answer({
      actor,
      id,
      taken,
      reason,
      ...command
    }: YearCommand<{ readonly id: string; readonly taken: boolean; readonly reason: string | null }>): Promise<
      OnceResult<{ taken: boolean }>
    > {
      const name = yearOfCommand(command);
      return runOnce(nameOfCommand(command), async (session) => {
        const offer = (await offers.list(name, session)).find((one) => one.id === id);
        if (!offer) throw notFound('unknown_offer', { vi: 'Không có đề nghị này', en: 'There is no such offer' });
        if (offer.answer) throw precondition('offer_answered', { vi: 'Đề nghị đã được trả lời', en: 'The offer is answered' });
        await offers.save(session, { ...offer, answer: { taken, reason, actor, answeredAt: clock.now() } });
        return { response: { taken } };
      });
    },
  };
}

export type OfferView = ReturnType<typeof createOfferView>;
