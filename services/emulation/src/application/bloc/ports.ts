import type { Instant, Period } from '@kcn/kernel';
import type { ImportReportJson } from '@kcn/layouts';
import type { Session } from '@kcn/messaging';
import type { MemberFigures as Figures, WantedFigure } from '../../domain/figures/member-figures';
import type { BlocFileName } from './file-names';

/** A year of a bloc as its leader keeps it. */
export interface BlocYear {
  /** The leader's board, with which every record starts. */
  readonly board: string;
  readonly bloc: string;
  readonly year: number;
}

/** A file as it was received. */
export interface KeptFile {
  readonly name: BlocFileName;
  /** Lower-case hexadecimal, of the bytes. */
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** One version of a bloc's year: the whole set of files that counts from then on. */
export interface BlocVersion extends BlocYear {
  /** 1, 2, … */
  readonly version: number;
  readonly recordedAt: Instant;
  readonly actor: string;
  readonly cause: string;
  readonly files: readonly KeptFile[];
}

/** Versions are inserted and read; none is ever changed or deleted. */
export interface BlocVersions {
  /** The newest version, or the newest recorded at or before an instant. */
  last(name: BlocYear, options?: { readonly session?: Session; readonly asOf?: Instant | undefined }): Promise<BlocVersion | undefined>;
  /** One version, whether or not it is the newest. */
  find(name: BlocYear, version: number): Promise<BlocVersion | undefined>;
  insert(session: Session, version: BlocVersion): Promise<void>;
  /** Every year of a bloc that some board keeps, newest year first. */
  names(filter: { readonly bloc?: string | undefined; readonly year?: number | undefined }): Promise<readonly BlocYear[]>;
}

/** Reports of applied loads. */
export interface ImportStore {
  save(session: Session, board: string, report: ImportReportJson): Promise<void>;
  find(board: string, id: string): Promise<ImportReportJson | undefined>;
}

/** What a member's figures are asked for. */
export interface FigureQuestion {
  readonly member: string;
  readonly period: Period;
  /** Each with the unit wanted: in another unit a figure is missing. */
  readonly wanted: readonly WantedFigure[];
  /** Absent asks for the newest settled instant. */
  readonly asOf: Instant | undefined;
}

/** Where figures come from: enough to ask for the same again. */
export interface FigureSource {
  readonly member: string;
  /** Null where the member has recorded nothing yet. */
  readonly asOf: Instant | null;
  readonly positions: Readonly<Record<string, number>>;
  readonly rulesVersion: string;
  /** SHA-256 of the summary that the figures are of. */
  readonly summarySha256: string;
  /** SHA-256 of the published revision that says these figures; absent where none does. */
  readonly publishedSha256?: string;
  /** The member's signed sheet, where the figures are taken from it. */
  readonly sheet?: { readonly revision: number; readonly sha256: string; readonly verdict: string; readonly receivedAt: Instant };
}

/** The figures of the bloc's members, from wherever they are kept. */
export interface MemberFigures {
  /** @throws DomainError of the other side, such as precondition `not_settled`, or unavailable `remote_…` */
  figuresOf(question: FigureQuestion): Promise<{ readonly figures: Figures; readonly source: FigureSource }>;
}
