export * from './catalogue/event-catalogue';
export * from './catalogue/record-kinds';
export * as eventLogV1 from './gen/kcn/common/v1/event_log';
export * as emulationV1 from './gen/kcn/emulation/v1/events';
export * as emulationSheetServiceV1 from './gen/kcn/emulation/v1/emulation_sheet_service';
export * as registryV1 from './gen/kcn/registry/v1/events';
export * as registryServiceV1 from './gen/kcn/registry/v1/registry_service';
export * as reportingV1 from './gen/kcn/reporting/v1/events';
export * as reportingServiceV1 from './gen/kcn/reporting/v1/reporting_service';
