export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The members that tests look at, of whatever route. */
  readonly body: AnyBody;
}

export interface AnyBody {
  readonly code: string;
  readonly status: string;
  readonly id: string;
  readonly progress: number;
  readonly revision: number;
  readonly sha256: string;
  readonly published_at: string;
  readonly generation: number;
  readonly ok: boolean;
  readonly import_id: string;
  readonly parked: number;
  readonly settled: { readonly registry: number; readonly reporting: number };
  readonly summary: { readonly sha256: string; readonly href: string };
  readonly differences: readonly {
    readonly indicator: string;
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
  readonly figures: readonly {
    readonly indicator: string;
    readonly breakdown: string;
    readonly unit: string;
    readonly value: string | null;
    readonly plan: string | null;
    readonly pct_plan: string | null;
  }[];
  readonly meta: {
    readonly as_of: string | null;
    readonly parked: number;
    readonly unconfirmed?: boolean;
    readonly positions: Readonly<Record<string, number>>;
    readonly flags: readonly { readonly code: string }[];
  };
  readonly report: ReportBody;
  readonly files: ReportBody['files'];
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly figure: { readonly value: string };
  readonly formula: string;
  readonly fact_count: number;
  readonly facts: readonly {
    readonly value: string;
    readonly date: string;
    readonly decision_no: string | null;
    readonly actor: string;
    readonly source: { readonly kind: string; readonly key: string; readonly position: number };
    readonly previous: readonly unknown[];
  }[];
}

interface ReportBody {
  readonly status: string;
  readonly errors: readonly {
    readonly file: string;
    readonly where: string;
    readonly line: number | null;
    readonly column: string | null;
    readonly code: string;
    readonly vi: string;
    readonly en: string;
  }[];
  readonly files: readonly {
    readonly kind: string;
    readonly rows: number;
    readonly added: number;
    readonly corrected: number;
    readonly unchanged: number;
    readonly refused: number;
  }[];
}
