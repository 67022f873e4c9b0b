import type { Service } from '../tariffs/tariff';

/** What invoices and letters call each service. */
export const SERVICE_NAMES: Readonly<Record<Service, string>> = {
  INFRA: 'Phí sử dụng hạ tầng',
  MANAGEMENT: 'Phí quản lý',
  WASTEWATER: 'Phí xử lý nước thải',
  SUBLEASE: 'Tiền thuê lại đất',
};
