import { connectMongo, databaseOf } from '@kcn/messaging';
import { Schema } from 'mongoose';
import { projectDocuments } from '../sample/import-files';

const BATCH = 1_000;

export interface InsertResult {
  readonly documentsPerSecond: number;
  /** In the collection afterwards. */
  readonly count: number;
}

export type InsertStyle = 'native' | 'mongoose';

/** Of the fields mongoose validates what a schema of the records would say. */
const schema = new Schema(
  {
    _id: { type: String, required: true },
    board: { type: String, required: true, maxlength: 64 },
    unit: { type: String, required: true },
    kind: { type: String, required: true, enum: ['projects', 'project-events', 'implemented-capital'] },
    content: {
      project_code: { type: String, required: true, match: /^\d{10}$/ },
      registration_kind: String,
      name: { type: String, maxlength: 1_000 },
      capital_kind: { type: String, enum: ['FDI', 'DDI'] },
      investors: String,
      investor_countries: String,
      enterprise_tax_code: String,
      park_code: String,
      issued_on: String,
      registered_amount: String,
      currency: { type: String, required: true, enum: ['USD', 'VND'] },
      land_area_m2: String,
      term_years: String,
      vsic_version: String,
      vsic_code: String,
      objective: String,
      seq: String,
      date: String,
      type: { type: String },
      amount: String,
      decision_no: String,
      note: String,
      period: String,
    },
  },
  { versionKey: false },
);

/**
 * The bare loop: batches of 1,000 one after the other, with majority and journal, of documents that are ready in memory.
 * `mongoose` validates and hydrates each; `native` hands them on. Neither reads a file, checks a reference or writes an event.
 */
export async function insertBare({
  style,
  mongoUrl,
  projects,
}: {
  readonly style: InsertStyle;
  readonly mongoUrl: string;
  readonly projects: number;
}): Promise<InsertResult> {
  const connection = await connectMongo(mongoUrl, { appName: 'bench-insert' });
  try {
    const model = connection.model('document', schema, 'documents');
    const native = databaseOf(connection).collection<{ _id: string }>('documents');
    await model.createCollection();
    let elapsedMs = 0;
    let inserted = 0;
    let batch: object[] = [];
    const flush = async (): Promise<void> => {
      const startedAt = performance.now();
      if (style === 'native') await native.insertMany(batch as { _id: string }[]);
      else await model.insertMany(batch);
      elapsedMs += performance.now() - startedAt;
      inserted += batch.length;
      batch = [];
    };
    for (const document of projectDocuments('bench', projects)) {
      batch.push(document);
      if (batch.length === BATCH) await flush();
    }
    if (batch.length > 0) await flush();
    return { documentsPerSecond: (inserted / elapsedMs) * 1000, count: await native.countDocuments() };
  } finally {
    await connection.dropDatabase();
    await connection.close();
  }
}
