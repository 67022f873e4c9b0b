import express from 'express';
import { createConnection, Schema } from 'mongoose';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';

/** Settings of the process, as JSON in its only argument. */
export interface BareServiceSettings {
  readonly mongoUrl: string;
}

const projectSchema = new Schema(
  {
    _id: { type: String, required: true },
    board: { type: String, required: true },
    name: { type: String, required: true },
    content: { type: Schema.Types.Mixed, required: true },
  },
  { versionKey: false },
);

const outboxSchema = new Schema(
  {
    _id: { type: String, required: true },
    board: { type: String, required: true },
    aggregate: { type: String, required: true },
    type: { type: String, required: true },
    payload: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { versionKey: false },
);

/**
 * The textbook: express, mongoose, and for each POST one transaction that writes the document and its outbox entry.
 * It checks no token, no schema beyond mongoose's, and keeps no idempotency key. Prints its port and ends on SIGTERM.
 */
async function main({ mongoUrl }: BareServiceSettings): Promise<void> {
  const connection = await createConnection(mongoUrl, { writeConcern: { w: 'majority', journal: true } }).asPromise();
  const Project = connection.model('project', projectSchema);
  const Outbox = connection.model('outbox', outboxSchema);
  await Promise.all([Project.createCollection(), Outbox.createCollection()]);

  const app = express();
  app.use(express.json());
  app.post('/v1/boards/:board/records/projects', async (request, response) => {
    const { board } = request.params;
    const content = request.body as { readonly project_code: string; readonly name: string };
    const id = `${board}/${content.project_code}`;
    await connection.transaction(async (session) => {
      await Project.create([{ _id: id, board, name: content.name, content }], { session });
      await Outbox.create(
        [{ _id: randomUUID(), board, aggregate: id, type: 'ProjectRecorded', payload: JSON.stringify(content), at: new Date() }],
        { session },
      );
    });
    response.status(201).json({ key: content.project_code, version: 1, content });
  });
  const server = app.listen(0, '127.0.0.1', () => {
    console.log(`listening ${(server.address() as AddressInfo).port.toString()}`);
  });
  process.once('SIGTERM', () => {
    server.close(() => {
      void connection.close().finally(() => process.exit(0));
    });
    server.closeAllConnections();
  });
}

if (require.main === module) {
  main(JSON.parse(process.argv[2] ?? '{}') as BareServiceSettings).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
}
