import { emulationEvents } from '@kcn/contracts';
import type { Clock } from '@kcn/kernel';
import { instantFromDate, notFound, precondition } from '@kcn/kernel';
import type { CommandName, EventLog, OnceResult, RunOnce } from '@kcn/messaging';
import type { WorkingDays } from '../../domain/cycle/working-days';
import { figureKey } from '../../domain/figures/member-figures';
import type { Seal } from '../../domain/keys/seal';
import { composeSheet } from '../../domain/sheets/compose-sheet';
import type { ComposeSheetInput } from '../../domain/sheets/compose-sheet';
import type { SheetCriterion } from '../../domain/sheets/sheet';
import { catalogueEntries } from '../../domain/sheets/sheet-figures';
import { rowsWithSelf } from '../../domain/values/score-value';
import type { BlocVersions, BlocYear, MemberFigures } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import { unknownBloc } from '../bloc/score-bloc-year';
import type { EvidenceFiles, ScoreValues } from '../values/ports';
import type { SignedRevisions, Signer } from './ports';

export interface SheetSigningOptions {
  readonly versions: BlocVersions;
  readonly memberFigures: MemberFigures;
  readonly revisions: SignedRevisions;
  /** The board's own self-scores and evidence, which count before what a file says. */
  readonly values: Pick<ScoreValues, 'list'>;
  readonly evidence: Pick<EvidenceFiles, 'list'>;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
  readonly seal: Seal;
  readonly clock: Clock;
  readonly workingDays: WorkingDays;
  /** A board's own; undefined where this deployment has no key of it. */
  readonly signerOf: (board: string) => Promise<Signer | undefined>;
}

export interface SignCommand extends CommandName, BlocYear {
  readonly actor: string;
}

export interface SignedAnswer {
  readonly revision: number;
  readonly sha256: string;
  readonly key_thumbprint: string;
}

/** Signs a board's own sheet: its figures and self-scores as they stand, as the revision after its last. */
export function createSheetSigning(options: SheetSigningOptions) {
  const { versions, memberFigures, revisions, values, evidence, log, runOnce, seal, clock, workingDays, signerOf } = options;

  /** Everything of the sheet but what only the transaction knows: the revision before. */
  async function draftOf(name: BlocYear): Promise<Omit<ComposeSheetInput, 'previous' | 'signedAt'>> {
    const kept = await versions.last(name);
    const set = kept && (await readKeptSet(kept.files));
    const member = set?.bloc.members.find(({ id }) => id === name.board);
    if (!set || !member) throw unknownBloc(name);
    const { bloc, criteria, rows } = set;
    const { figures, source } = await memberFigures.figuresOf({
      member: member.id,
      period: bloc.period,
      wanted: catalogueEntries(criteria),
      asOf: undefined,
    });
    if (source.asOf === null)
      throw precondition('nothing_reported', { vi: 'Ban chưa báo cáo số liệu nào', en: 'The board has not reported any figure' });
    const criteriaSha256 = seal.sha256(seal.canonicalText(JSON.parse(set.criteriaText)));
    const files = await evidence.list(name);
    return {
      ...{ criteria, criteriaSha256, bloc, member, figures, workingDays, asOf: source.asOf },
      rows: rowsWithSelf(rows, await values.list(name, { member: member.id })),
      summarySha256Of: (indicator, breakdown) =>
        figures.actual.has(figureKey(indicator, breakdown)) ? (source.publishedSha256 ?? null) : null,
      evidenceSha256Of: (ref) => files.findLast((file) => file.name === ref)?.sha256 ?? null,
      evidenceFilesOf: (code) => files.filter(({ criterion }) => criterion === code).map(({ name: ref, sha256 }) => ({ ref, sha256 })),
    };
  }

  return {
    /**
     * @throws DomainError not_found `unknown_bloc`; precondition `no_signing_key`, `nothing_reported`; invalid
     *   `idempotency_key_reused`; what the source of the figures throws
     */
    async sign({ actor, bloc, year, ...command }: SignCommand): Promise<OnceResult<SignedAnswer>> {
      const { board } = command;
      const name: BlocYear = { board, bloc, year };
      const signer = await signerOf(board);
      if (!signer)
        throw precondition('no_signing_key', { vi: 'Chưa cấu hình khóa ký của ban', en: "The board's signing key is not configured" });
      const draft = await draftOf(name);
      return runOnce(command, async (session) => {
        const previous = await revisions.last(session, name);
        const sheet = composeSheet({ ...draft, ...(previous ? { previous } : {}), signedAt: clock.now() });
        const { jws, keyThumbprint } = await signer.sign(sheet);
        const sha256 = seal.sha256(seal.canonicalText(sheet));
        const { revision, period, criteriaVersion, previousSha256 } = sheet;
        const { lastPosition, recordedAt } = await log.append(session, board, [
          {
            aggregate: `sheet:${bloc}/${year.toString()}`,
            aggregateVersion: revision,
            type: emulationEvents.sheetSigned.type,
            payload: emulationEvents.sheetSigned.codec
              .encode({
                ...{ bloc, member: board, year, period, revision, sha256, criteriaVersion, keyThumbprint },
                previousSha256: previousSha256 ?? '',
                jws: Buffer.from(jws),
              })
              .finish(),
            actor,
            cause: `http:${command.key}`,
          },
        ]);
        await revisions.insert(session, { ...name, revision, sha256, keyThumbprint, jws, actor, recordedAt: instantFromDate(recordedAt) });
        return { response: { revision, sha256, key_thumbprint: keyThumbprint }, lastPosition, recordedAt };
      });
    },

    /** The criteria as they would be signed now. @throws DomainError as `sign`, without what concerns the key */
    preview: async (name: BlocYear): Promise<readonly SheetCriterion[]> =>
      composeSheet({ ...(await draftOf(name)), signedAt: clock.now() }).criteria,

    /** The signed bytes. @throws DomainError not_found `unknown_sheet` */
    async getRevision(name: BlocYear, revision: number) {
      const found = await revisions.find(name, revision);
      if (!found) throw notFound('unknown_sheet', { vi: 'Không có phiếu chấm điểm này', en: 'There is no such score sheet' });
      return found;
    },
  };
}

export type SheetSigning = ReturnType<typeof createSheetSigning>;
