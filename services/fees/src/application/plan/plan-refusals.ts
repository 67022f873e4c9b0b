import { alreadyExists, forbidden, invalid, notFound, staleVersion } from '@kcn/kernel';
import type { DomainError } from '@kcn/kernel';

export const planNotFound = (year: number): DomainError =>
  notFound('plan_not_found', { vi: `Chưa lập kế hoạch thu năm ${String(year)}`, en: `There is no fee plan for ${String(year)}` });

export const planExists = (year: number): DomainError =>
  alreadyExists('plan_exists', {
    vi: `Kế hoạch thu năm ${String(year)} đã được lập`,
    en: `The fee plan for ${String(year)} is there already`,
  });

export const planIsRecorded = (year: number): DomainError =>
  alreadyExists('plan_is_recorded', {
    vi: `Năm ${String(year)} đã có kế hoạch nhập từ fee-plan`,
    en: `A plan for ${String(year)} was imported with fee-plan`,
  });

export const makerIsNotChecker = (): DomainError =>
  forbidden('maker_is_not_checker', {
    vi: 'Người trình kế hoạch không được tự duyệt',
    en: 'Who submitted the plan may not approve it',
  });

export const planIsStale = (): DomainError =>
  staleVersion('stale_version', {
    vi: 'Kế hoạch đã được sửa sau khi bạn đọc; hãy đọc lại',
    en: 'The plan was changed after you read it; read it again',
  });

export const unknownPark = (parkCode: string, service: string): DomainError =>
  invalid('unknown_park', {
    vi: `Khu "${parkCode}" không có giá ${service} nào`,
    en: `The park "${parkCode}" has no tariff of ${service}`,
    params: { parkCode, service },
  });
