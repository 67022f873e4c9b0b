export { DRAFT_NAMESPACE, invoiceDraftXml } from './draft-xml';
export type { DraftCorrection, DraftLine, DraftParty, DraftSeller, DraftVat, InvoiceDraft } from './invoice-draft';
