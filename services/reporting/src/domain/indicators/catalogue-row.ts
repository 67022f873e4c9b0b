/** One row of a catalogue file as text; the same fields as the event that records it. */
export interface CatalogueRow {
  readonly code: string;
  readonly nameVi: string;
  readonly nameEn: string;
  readonly unit: string;
  /** `flow`, `flow (distinct)`, `stock` or `ratio`. */
  readonly kind: string;
  readonly source: string;
  /** `capital, park, capital;park` or empty. */
  readonly breakdowns: string;
}
