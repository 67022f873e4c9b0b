import type { Instant, PlainDate } from '@kcn/kernel';
import type { Block } from './blocks';

/** What a file says about itself; part of the input so that the same input gives the same bytes. */
export interface DocumentMetadata {
  readonly title: string;
  /** Printed into the file as its time of creation and change. */
  readonly createdAt: Instant;
  readonly author?: string;
  readonly subject?: string;
}

/** Who signs and in what right. */
export interface Signature {
  /** Printed bold below each other: `TM. …`, `KT. TRƯỞNG BAN`, `PHÓ TRƯỞNG BAN`. */
  readonly capacity: readonly string[];
  /** Below the capacity in italics: `(Ký, ghi rõ họ tên)`. */
  readonly note?: string;
  /** Absent: the place stays empty for handwriting. */
  readonly name?: string;
}

/** Phụ lục: begins on a page of its own with its own page numbers. */
export interface Attachment {
  /** `Phụ lục I`; a single one is called `Phụ lục`. */
  readonly label: string;
  readonly title: string;
  /** In italics below the title: `(Kèm theo Thông báo số 12/TB-BQL ngày …)`. */
  readonly reference?: string;
  readonly orientation?: Orientation;
  readonly body: readonly Block[];
}

export type Orientation = 'portrait' | 'landscape';

/** An administrative document in the form of NĐ 30/2020/NĐ-CP, Appendix I. */
export interface AdministrativeDocument {
  readonly form: 'administrative';
  readonly metadata: DocumentMetadata;
  readonly orientation?: Orientation;
  /** Size of the body's letters in points; default 13. */
  readonly bodySizePt?: 13 | 14;
  readonly issuer: {
    /** The bodies above the issuing one, printed normal. */
    readonly parents?: readonly string[];
    /** The issuing body; each entry begins a line. */
    readonly names: readonly string[];
  };
  /** Number and symbol without `Số:`, e.g. `12/TB-BQL`. */
  readonly symbol?: string;
  /** Urgency, secrecy or `DỰ THẢO`, framed below the number. */
  readonly marks?: readonly string[];
  readonly place?: string;
  /** Absent: room for a date by hand, if there is a place. */
  readonly date?: PlainDate;
  readonly heading: {
    /** `THÔNG BÁO`; absent in an official letter (công văn), whose subject stands below the number as `V/v …`. */
    readonly kind?: string;
    readonly subject?: string;
  };
  /** Kính gửi. */
  readonly addressees?: readonly string[];
  readonly body: readonly Block[];
  /** One stands at the right beside the recipients, several stand beside each other in rows of up to three. */
  readonly signatures: readonly Signature[];
  /** Nơi nhận: one entry a line, with its semicolon or full stop. */
  readonly recipients?: readonly string[];
  readonly attachments?: readonly Attachment[];
}

/** An award certificate (giấy khen, bằng khen): one framed landscape page. */
export interface AwardCertificate {
  readonly form: 'certificate';
  readonly metadata: DocumentMetadata;
  /** Who awards: `TRƯỞNG BAN`, `BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP …`. */
  readonly authority: readonly string[];
  /** `GIẤY KHEN`. */
  readonly award: string;
  readonly recipient: string;
  /** Usually centred paragraphs: address, achievement, year. */
  readonly body: readonly Block[];
  /** Bottom left: `Quyết định số …`, `Vào sổ khen thưởng số …`. */
  readonly register: readonly string[];
  /** A QR code above the register by which anybody can check the certificate. */
  readonly verification?: { readonly payload: string; readonly caption: string };
  readonly place: string;
  readonly date?: PlainDate;
  readonly signature: Signature;
}

export type KcnDocument = AdministrativeDocument | AwardCertificate;
