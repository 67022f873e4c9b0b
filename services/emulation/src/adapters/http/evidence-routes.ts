import type { Route } from '@kcn/service-kit';
import { bytes, commandName, created, defineRoute, extendRequestHash, ok, readUpload, replayed } from '@kcn/service-kit';
import { z } from 'zod';
import type { EvidenceKeeping } from '../../application/values/keep-evidence';
import { blocParams, READERS } from './schemas';

const PATH = '/v1/boards/:board/blocs/:bloc/years/:year';
/** A file is kept in one document of at most 16 MiB. */
const LIMITS = { fileBytes: 12 * 1_048_576, totalBytes: 48 * 1_048_576, files: 10 };

const fileSchema = z.object({ name: z.string(), sha256: z.string(), size: z.int() });
const member = z.string().max(40);
const criterion = z.string().min(1).max(120);

/** Files that prove a member's scores. */
export function createEvidenceRoutes({ evidence }: { readonly evidence: EvidenceKeeping }): Route[] {
  return [
    defineRoute({
      method: 'post',
      path: `${PATH}/evidence/:criterion`,
      operationId: 'addEvidence',
      tags: ['values'],
      summary:
        'Files for one criterion of the board’s own (multipart/form-data); each is kept with its hash, which the next signed sheet names',
      roles: ['recorder', 'approver'],
      params: blocParams.extend({ criterion }),
      idempotent: true,
      raw: true,
      responses: { 201: { description: 'Kept', schema: z.object({ files: z.array(fileSchema) }) } },
      async handler({ board, principal, params: { bloc, year, criterion: code }, idempotency, request }) {
        const { files, digests } = await readUpload(request, { limits: LIMITS, isLayoutName: () => false });
        const name = commandName(board, idempotency);
        const done = await evidence.add({
          ...{ ...name, requestHash: extendRequestHash(name.requestHash, digests), bloc, year, actor: principal.subject },
          ...{ criterion: code, files },
        });
        const answer = created(done.response);
        return done.replayed ? replayed(answer) : answer;
      },
    }),
    defineRoute({
      method: 'get',
      path: `${PATH}/members/:member/evidence`,
      operationId: 'listEvidence',
      tags: ['values'],
      summary: 'The files of a member, for the member and those with a duty towards its sheet',
      roles: READERS,
      params: blocParams.extend({ member }),
      responses: {
        200: {
          description: 'Oldest first; the read is kept',
          schema: z.object({ items: z.array(fileSchema.extend({ criterion: z.string(), recorded_at: z.string(), actor: z.string() })) }),
        },
      },
      async handler({ board, params: { bloc, year, member: of } }) {
        const items = await evidence.list({ board, bloc, year }, of);
        return ok({ items: items.map(({ recordedAt, ...entry }) => ({ ...entry, recorded_at: recordedAt })) });
      },
    }),
    defineRoute({
      method: 'get',
      path: `${PATH}/members/:member/evidence/:criterion/:sha256`,
      operationId: 'getEvidence',
      tags: ['values'],
      roles: READERS,
      params: blocParams.extend({ member, criterion, sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      responses: { 200: { description: 'The bytes as they were sent; the read is kept', contentType: 'application/octet-stream' } },
      async handler({ board, params: { bloc, year, member: of, criterion: code, sha256 } }) {
        const found = await evidence.get({ board, bloc, year }, { member: of, criterion: code, sha256 });
        return bytes(found.bytes, { contentType: 'application/octet-stream', etag: sha256 });
      },
    }),
  ];
}
