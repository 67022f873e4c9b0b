import { DomainError, findPlainDate, instant, invalid } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import { checkBlocks, checkQrPayload } from './check-blocks';
import { createChecker } from './checker';
import type { Checker } from './checker';
import type { AdministrativeDocument, Attachment, AwardCertificate, DocumentMetadata, KcnDocument, Signature } from './document';

function refuseFaults({ faults }: Checker, number: number | undefined): void {
  const [first] = faults;
  if (!first) return;
  const where = `${number === undefined ? '' : `#${String(number)} `}${first.pointer ?? ''}`;
  throw invalid('document_refused', {
    vi: `Văn bản không in được, ${where}: ${first.vi}`,
    en: `The document cannot be printed, ${where}: ${first.en}`,
    details: faults,
    ...(number === undefined ? {} : { params: { document: number } }),
  });
}

function metadataOf(metadata: DocumentMetadata, checker: Checker): DocumentMetadata {
  const at = '/metadata';
  let { createdAt } = metadata;
  try {
    createdAt = instant(createdAt);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    checker.fault(`${at}/createdAt`, 'bad_instant', createdAt);
  }
  return {
    title: checker.text(metadata.title, `${at}/title`),
    createdAt,
    ...(metadata.author === undefined ? {} : { author: checker.text(metadata.author, `${at}/author`) }),
    ...(metadata.subject === undefined ? {} : { subject: checker.text(metadata.subject, `${at}/subject`) }),
  };
}

function signatureOf({ capacity, note, name }: Signature, at: string, checker: Checker): Signature {
  return {
    capacity: checker.texts(capacity, `${at}/capacity`),
    ...(note === undefined ? {} : { note: checker.text(note, `${at}/note`) }),
    ...(name === undefined ? {} : { name: checker.text(name, `${at}/name`) }),
  };
}

function checkDate(date: PlainDate | undefined, checker: Checker): void {
  if (date !== undefined && findPlainDate(date) === undefined) checker.fault('/date', 'bad_date', date);
}

function attachmentOf(attachment: Attachment, at: string, checker: Checker): Attachment {
  const { label, title, reference, body } = attachment;
  return {
    ...attachment,
    label: checker.text(label, `${at}/label`),
    title: checker.text(title, `${at}/title`),
    ...(reference === undefined ? {} : { reference: checker.text(reference, `${at}/reference`) }),
    body: checkBlocks(body, `${at}/body`, checker),
  };
}

function administrativeOf(document: AdministrativeDocument, checker: Checker): AdministrativeDocument {
  const { issuer, heading, symbol, marks, place, addressees, recipients, attachments } = document;
  if (issuer.names.length === 0) checker.fault('/issuer/names', 'list_empty');
  checkDate(document.date, checker);
  return {
    ...document,
    metadata: metadataOf(document.metadata, checker),
    issuer: {
      ...(issuer.parents === undefined ? {} : { parents: checker.texts(issuer.parents, '/issuer/parents') }),
      names: checker.texts(issuer.names, '/issuer/names'),
    },
    heading: {
      ...(heading.kind === undefined ? {} : { kind: checker.text(heading.kind, '/heading/kind') }),
      ...(heading.subject === undefined ? {} : { subject: checker.text(heading.subject, '/heading/subject') }),
    },
    ...(symbol === undefined ? {} : { symbol: checker.text(symbol, '/symbol') }),
    ...(marks === undefined ? {} : { marks: checker.texts(marks, '/marks') }),
    ...(place === undefined ? {} : { place: checker.text(place, '/place') }),
    ...(addressees === undefined ? {} : { addressees: checker.texts(addressees, '/addressees') }),
    body: checkBlocks(document.body, '/body', checker),
    signatures: document.signatures.map((signature, index) => signatureOf(signature, `/signatures/${String(index)}`, checker)),
    ...(recipients === undefined ? {} : { recipients: checker.texts(recipients, '/recipients') }),
    ...(attachments === undefined
      ? {}
      : { attachments: attachments.map((attachment, index) => attachmentOf(attachment, `/attachments/${String(index)}`, checker)) }),
  };
}

function certificateOf(certificate: AwardCertificate, checker: Checker): AwardCertificate {
  const { verification } = certificate;
  checkDate(certificate.date, checker);
  if (verification) checkQrPayload(verification.payload, '/verification/payload', checker);
  return {
    ...certificate,
    metadata: metadataOf(certificate.metadata, checker),
    authority: checker.texts(certificate.authority, '/authority'),
    award: checker.text(certificate.award, '/award'),
    recipient: checker.text(certificate.recipient, '/recipient'),
    body: checkBlocks(certificate.body, '/body', checker),
    register: checker.texts(certificate.register, '/register'),
    ...(verification === undefined
      ? {}
      : { verification: { payload: verification.payload, caption: checker.text(verification.caption, '/verification/caption') } }),
    place: checker.text(certificate.place, '/place'),
    signature: signatureOf(certificate.signature, '/signature', checker),
  };
}

/**
 * The document with composed texts, if it can be printed as it stands. Renderers call it themselves; services call it to refuse
 * early (before a number is given, say).
 * @throws DomainError invalid `document_refused`, `details` with code and JSON pointer for each fault (at most 100)
 */
export function checkDocument(document: KcnDocument, { number }: { readonly number?: number } = {}): KcnDocument {
  const checker = createChecker();
  let checked = document;
  switch (document.form) {
    case 'administrative':
      checked = administrativeOf(document, checker);
      break;
    case 'certificate':
      checked = certificateOf(document, checker);
      break;
    default:
      checker.fault('/form', 'unknown_kind', String((document as { readonly form: unknown }).form));
  }
  refuseFaults(checker, number);
  return checked;
}

/** As checkDocument, for a file's metadata alone. */
export function checkMetadata(metadata: DocumentMetadata): DocumentMetadata {
  const checker = createChecker();
  const checked = metadataOf(metadata, checker);
  refuseFaults(checker, undefined);
  return checked;
}
