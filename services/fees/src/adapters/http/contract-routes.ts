import { formatMeasure } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import { defineRoute, ok } from '@kcn/service-kit';
import { z } from 'zod';
import type { Acts } from '../../application/accounting/act';
import { contractEndsOf } from '../../application/accounting/act-facts';
import { drawContractEnd, getContract } from '../../application/accounting/contract-ends';
import type { Records } from '../../application/ports';
import type { RegistryCopy } from '../../application/registry-events/ports';
import { findTermination } from '../../domain/registry/registry-copy';
import { actSchema, reasonSchema } from './act-answers';
import type { ActAnswers } from './act-answers';
import { ACCOUNTANTS, daySchema, READERS } from './schemas';

export interface ContractRoutesOptions {
  readonly answers: ActAnswers;
  readonly records: Pick<Records, 'current'>;
  readonly acts: Pick<Acts, 'inForce'>;
  readonly registry: RegistryCopy;
}

const OF_CONTRACT = '/v1/boards/:board/contracts/:contract_no';

const registrySchema = z.object({
  contract_no: z.string(),
  end: z.string().nullable(),
  given_end: z.string().nullable(),
  park: z.object({ park_code: z.string(), name: z.string().nullable() }),
  project: z
    .object({
      project_code: z.string(),
      name: z.string(),
      park_code: z.string(),
      enterprise_tax_code: z.string(),
      terminated_on: z.string().nullable(),
    })
    .nullable(),
  leases: z.array(
    z.object({
      lease_no: z.string(),
      park_code: z.string(),
      area_m2: z.string(),
      from: z.string(),
      to: z.string().nullable(),
      kind: z.string(),
    }),
  ),
});

/** A contract and what the registry says of its project: what it is tied to, and the end that an accountant gives it. */
export const createContractRoutes = ({ answers, records, acts, registry }: ContractRoutesOptions): Route[] => [
  defineRoute({
    method: 'get',
    path: `${OF_CONTRACT}/registry`,
    operationId: 'getContractRegistry',
    tags: ['contracts'],
    summary: 'What is kept of the registry for a contract: its project, the leases of that, its park',
    roles: READERS,
    responses: { 200: { description: '`project` is null while the registry has not told of it', schema: registrySchema } },
    async handler({ board, params: { contract_no: contractNo } }) {
      const contract = await getContract(contractNo, { records, session: undefined, board });
      const [project] = await registry.projects(undefined, board, [contract.projectCode]);
      const [park] = await registry.parks(undefined, board, [contract.parkCode]);
      const leases = contract.projectCode === '' ? [] : await registry.leasesOf(board, contract.projectCode);
      return ok({
        contract_no: contractNo,
        end: contract.end ?? null,
        given_end: contractEndsOf(await acts.inForce(undefined, board)).get(contractNo) ?? null,
        park: { park_code: contract.parkCode, name: park?.name ?? null },
        project:
          project?.isRecorded === true
            ? {
                project_code: project.projectCode,
                name: project.name,
                park_code: project.parkCode,
                enterprise_tax_code: project.enterpriseTaxCode,
                terminated_on: findTermination(project) ?? null,
              }
            : null,
        leases: leases.flatMap(({ leaseNo, terms }) =>
          terms
            ? [
                {
                  lease_no: leaseNo,
                  park_code: terms.parkCode,
                  area_m2: formatMeasure(terms.areaHundredthsM2, 'm2'),
                  from: terms.from,
                  to: terms.to ?? null,
                  kind: terms.kind,
                },
              ]
            : [],
        ),
      });
    },
  }),
  defineRoute({
    method: 'post',
    path: `${OF_CONTRACT}/end`,
    operationId: 'endContract',
    tags: ['contracts'],
    summary: 'The last day that a contract is charged, by default the day before its project was terminated; null takes it back',
    roles: ACCOUNTANTS,
    body: z.strictObject({ end: daySchema.nullable().optional(), reason: reasonSchema }),
    idempotent: true,
    responses: { 201: { description: 'In force; what was issued for later days is for an adjustment', schema: actSchema } },
    handler: ({ board, params: { contract_no: contractNo }, body: { end, reason }, principal, idempotency }) =>
      answers.one(
        { board, principal, idempotency },
        {
          reason,
          draw: async (session) => [
            {
              kind: 'contract-end',
              contractNo,
              end: end === null ? '' : (end ?? (await drawContractEnd(contractNo, { records, registry, session, board }))),
            },
          ],
        },
      ),
  }),
];
