import { createHash } from 'node:crypto';
import { emulationYearEvents } from '@kcn/contracts';
import { invalid, notFound } from '@kcn/kernel';
import type { OnceResult, RunOnce } from '@kcn/messaging';
import type { UploadedFile } from '@kcn/tables';
import type { BlocVersions, BlocYear } from '../bloc/ports';
import { readKeptSet } from '../bloc/read-bloc-set';
import type { LedYears } from '../cycle/find-led-year';
import type { YearCommand } from '../cycle/run-year';
import { nameOfCommand, yearOfCommand } from '../cycle/run-year';
import type { YearLog } from '../cycle/year-log';
import type { SheetReadPorts } from '../read-sheets';
import type { FindSheetDuty } from './find-sheet-duty';
import type { EvidenceFileEntry, EvidenceFiles } from './ports';
import { valuesUnit } from './set-values';
import { unknownSheet } from './view-values';

export interface EvidenceKeepingOptions {
  readonly versions: Pick<BlocVersions, 'last'>;
  readonly ledYears: LedYears;
  readonly findDuty: FindSheetDuty;
  readonly evidence: EvidenceFiles;
  readonly record: YearLog;
  readonly runOnce: RunOnce;
  readonly recordRead: (board: string, read: Parameters<SheetReadPorts['recordRead']>[0]) => Promise<void>;
}

/** Files that prove a member's scores: taken in with their hash, shown to those who have a duty towards the sheet. */
export function createEvidenceKeeping(options: EvidenceKeepingOptions) {
  const { versions, ledYears, findDuty, evidence, record, runOnce, recordRead } = options;

  /** @throws DomainError not_found `unknown_sheet` */
  async function checkReader(acting: BlocYear, member: string): Promise<void> {
    if (acting.board === member) return;
    const found = await findDuty(acting, member);
    if (!found) throw unknownSheet();
    const { bloc, year, board: reader } = acting;
    // Under the board where the file lies.
    await recordRead(member, { bloc, year, member, reader, duty: found.duty, revisions: [] });
  }

  return {
    /**
     * Takes files in for one criterion of the board's own; a file that is there already stays as it is.
     * @throws DomainError not_found `unknown_bloc`; invalid `unknown_criterion`
     */
    async add({
      criterion,
      files,
      actor,
      ...command
    }: YearCommand<{ readonly criterion: string; readonly files: readonly UploadedFile[] }>): Promise<
      OnceResult<{ files: { name: string; sha256: string; size: number }[] }>
    > {
      const name = yearOfCommand(command);
      const own = await versions.last(name);
      const { criteria } = own ? await readKeptSet(own.files) : (await ledYears.get(name)).set;
      if (!criteria.criteria.some(({ code }) => code === criterion))
        throw invalid('unknown_criterion', { vi: `Không có tiêu chí "${criterion}"`, en: `There is no criterion "${criterion}"` });
      const hashed = files.map((file) => ({
        ...file,
        sha256: createHash('sha256').update(file.bytes).digest('hex'),
        size: file.bytes.length,
      }));
      const unlike = [...new Map(hashed.map((file) => [file.sha256, file])).values()];
      return runOnce(nameOfCommand(command), async (session) => {
        const known = new Set(
          (await evidence.list(name, session)).filter((one) => one.criterion === criterion).map(({ sha256 }) => sha256),
        );
        const added = unlike.filter(({ sha256 }) => !known.has(sha256));
        const response = { files: hashed.map(({ name: file, sha256, size }) => ({ name: file, sha256, size })) };
        if (added.length === 0) return { response };
        const logged = await record(
          session,
          { board: name.board, unit: valuesUnit(name), actor, cause: `http:${command.key}` },
          added.map(({ name: file, sha256, size }) => ({
            type: emulationYearEvents.evidenceAdded.type,
            payload: emulationYearEvents.evidenceAdded.codec
              .encode({ bloc: name.bloc, year: name.year, member: name.board, criterion, name: file, sha256, bytes: BigInt(size) })
              .finish(),
          })),
        );
        for (const { name: file, bytes, sha256, size } of added)
          await evidence.insert(session, name, {
            criterion,
            name: file,
            bytes: Buffer.from(bytes),
            sha256,
            size,
            actor,
            recordedAt: logged.at,
          });
        return { response, lastPosition: logged.lastPosition, recordedAt: logged.recordedAt };
      });
    },

    /** @throws DomainError not_found `unknown_sheet` for a board without a duty */
    async list(acting: BlocYear, member: string): Promise<readonly EvidenceFileEntry[]> {
      await checkReader(acting, member);
      return evidence.list({ ...acting, board: member });
    },

    /** @throws DomainError not_found `unknown_sheet` for a board without a duty, `unknown_evidence` */
    async get(acting: BlocYear, wanted: { readonly member: string; readonly criterion: string; readonly sha256: string }) {
      await checkReader(acting, wanted.member);
      const found = await evidence.find({ ...acting, board: wanted.member }, wanted);
      if (!found) throw notFound('unknown_evidence', { vi: 'Không có tệp minh chứng này', en: 'There is no such evidence' });
      return found;
    },
  };
}

export type EvidenceKeeping = ReturnType<typeof createEvidenceKeeping>;
