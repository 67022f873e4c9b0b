import { formatMeasure } from '@kcn/kernel';
import { PARK_EVENTS, PARK_KINDS, parkEventNeedsArea } from '../../parks/park-event';
import { defineLayout } from './layout';

export const parksLayout = defineLayout({
  kind: 'parks',
  columns: ['park_code', 'name', 'kind', 'province_code'],
  keyColumn: 'park_code',
  read: (row) => ({
    parkCode: row.code('park_code'),
    name: row.text('name', 500),
    kind: row.oneOf('kind', PARK_KINDS),
    provinceCode: row.text('province_code', 20),
  }),
  write: (content) => ({ park_code: content.parkCode, name: content.name, kind: content.kind, province_code: content.provinceCode }),
});

export const parkEventsLayout = defineLayout({
  kind: 'park-events',
  columns: ['park_code', 'date', 'event', 'area_ha', 'decision_no', 'note'],
  keyColumn: 'event',
  read(row) {
    const event = row.oneOf('event', PARK_EVENTS);
    const areaHundredthsM2 = parkEventNeedsArea(event)
      ? row.measure('area_ha', 'ha', { atLeast: 'zero', decimals: 4 })
      : row.optionalMeasure('area_ha', 'ha', { atLeast: 'zero', decimals: 4 });
    return {
      parkCode: row.code('park_code'),
      date: row.date('date'),
      event,
      areaHundredthsM2,
      decisionNo: row.optionalText('decision_no', 200),
      note: row.optionalText('note'),
    };
  },
  write: (content) => ({
    park_code: content.parkCode,
    date: content.date,
    event: content.event,
    area_ha: content.areaHundredthsM2 === undefined ? '' : formatMeasure(content.areaHundredthsM2, 'ha'),
    decision_no: content.decisionNo,
    note: content.note,
  }),
});

export const wastewaterPlantsLayout = defineLayout({
  kind: 'wastewater-plants',
  columns: ['park_code', 'plant', 'date', 'capacity_m3_day', 'standard'],
  keyColumn: 'plant',
  read: (row) => ({
    parkCode: row.code('park_code'),
    plant: row.text('plant', 500),
    date: row.date('date'),
    capacityM3Day: row.measure('capacity_m3_day', 'm3/day', { atLeast: 'zero' }),
    standard: row.optionalText('standard', 500),
  }),
  write: (content) => ({
    park_code: content.parkCode,
    plant: content.plant,
    date: content.date,
    capacity_m3_day: content.capacityM3Day.toString(),
    standard: content.standard,
  }),
});
