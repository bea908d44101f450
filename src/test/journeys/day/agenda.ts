/** Fifty scheduled messages, each kind with the firings it must have: written by hand, not reckoned by the product's calendar. */
import type { ScheduleView } from '../../../features/schedules';
import { formOf, someNumbers } from '../../operator';
import type { Cast } from './cast';
import type { Model } from './model';
import { instant, type Stage } from './stage';

type Outcome = 'sent' | 'failed' | 'late' | 'coalesced';

interface Kind {
  readonly what: string;
  readonly count: number;
  readonly sendAt: string;
  readonly over?: object;
  readonly to?: 'group';
  readonly media?: true;
  /** Time of the script at which each firing was planned, and what became of it. */
  readonly firings: readonly (readonly [due: string, outcome: Outcome])[];
  readonly ends: ScheduleView['status'];
}

const DAILY = { intervalo: 1, valorIntervalo: 1 };
const QUARTERLY = { intervalo: 4, valorIntervalo: 15 };
const once = (due: string, outcome: Outcome = 'sent') => [[due, outcome]] as const;

const KINDS: readonly Kind[] = [
  { what: 'once', count: 12, sendAt: 'fri 08:20', firings: once('fri 08:20'), ends: 'ENVIADA' },
  {
    what: 'every quarter of an hour', count: 5, sendAt: 'fri 08:15', over: { ...QUARTERLY, enviarQuantasVezes: 4 },
    firings: [['fri 08:15', 'sent'], ['fri 08:30', 'sent'], ['fri 08:45', 'sent'], ['fri 09:00', 'sent']], ends: 'ENVIADA',
  },
  {
    what: 'daily, on any day', count: 4, sendAt: 'fri 10:00', over: { ...DAILY, enviarQuantasVezes: 3 },
    firings: [['fri 10:00', 'sent'], ['sat 10:00', 'sent'], ['sun 10:00', 'sent']], ends: 'ENVIADA',
  },
  {
    what: 'daily, on business days', count: 3, sendAt: 'fri 10:00', over: { ...DAILY, enviarQuantasVezes: 2, tipoDias: 6 },
    firings: [['fri 10:00', 'sent'], ['mon 10:00', 'sent']], ends: 'ENVIADA',
  },
  { what: 'on Saturday, moved to the business day before', count: 2, sendAt: 'sat 10:00', over: { tipoDias: 5 }, firings: once('fri 10:00'), ends: 'ENVIADA' },
  { what: 'in the night, not later than half an hour', count: 3, sendAt: 'fri 23:25', over: { lateness: 'skip', latenessMinutes: 30 }, firings: once('fri 23:25', 'late'), ends: 'PERDIDA' },
  { what: 'in the night, however late', count: 3, sendAt: 'fri 23:30', firings: once('fri 23:30'), ends: 'ENVIADA' },
  {
    what: 'through the night, of several the last', count: 3, sendAt: 'fri 22:45', over: { intervalo: 4, valorIntervalo: 30, enviarQuantasVezes: 5, lateness: 'coalesce' },
    firings: [['fri 22:45', 'sent'], ['fri 23:15', 'coalesced'], ['fri 23:45', 'coalesced'], ['sat 00:15', 'coalesced'], ['sat 00:45', 'sent']], ends: 'ENVIADA',
  },
  { what: 'with a picture', count: 3, sendAt: 'fri 10:00', media: true, firings: once('fri 10:00'), ends: 'ENVIADA' },
  { what: 'into a ticket', count: 4, sendAt: 'fri 10:00', over: { openTicket: 'enabled', statusTicket: 'pending' }, firings: once('fri 10:00'), ends: 'ENVIADA' },
  { what: 'to a group', count: 3, sendAt: 'fri 10:00', to: 'group', firings: once('fri 10:00'), ends: 'ENVIADA' },
  { what: 'refused by the provider, then retried', count: 3, sendAt: 'fri 10:00', firings: once('fri 10:00'), ends: 'ENVIADA' },
  { what: 'cancelled in time', count: 2, sendAt: 'fri 12:00', firings: [], ends: 'CANCELADA' },
];
const REFUSED = 'refused by the provider, then retried';
const CANCELLED = 'cancelled in time';
const PNG = new Uint8Array(Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1'));

interface Written extends Kind {
  readonly id: number;
  readonly number: string;
}

export type Agenda = Awaited<ReturnType<typeof writeAgenda>>;

export async function writeAgenda({ p, root, as, refuse }: Stage, cast: Cast) {
  const written: Written[] = [];
  // Ana's, who signs nothing here.
  const ana = as({ companyId: cast.a, userId: cast.ana.id as never });
  const contactOf = async (kind: Kind, number: string) =>
    (await root<{ id: number; number: string }>('POST', '/contacts', { name: 'Bia Souza', number: kind.to === 'group' ? `${number}@g.us` : number })).body;

  let next = 600;
  for (const kind of KINDS) {
    for (let i = 0; i < kind.count; i += 1, next += 1) {
      const asked = kind.to === 'group' ? `1203630000000002${i}` : someNumbers(1, next)[0]!;
      const { id: contactId, number } = await contactOf(kind, asked);
      const whatsappId = kind.what === REFUSED ? cast.connections.recusa : cast.connections.agenda;
      const { body } = await ana<ScheduleView>('POST', '/schedules', { contactId, whatsappId, body: 'Oi {primeiro_nome}', sendAt: instant(kind.sendAt).toISOString(), ...kind.over });
      expect(body).toMatchObject({ status: 'PENDENTE' });
      if (kind.media) expect((await ana('POST', `/schedules/${body.id}/media-upload`, formOf('foto.png', PNG))).status).toBe(200);
      written.push({ ...kind, id: body.id, number });
    }
  }
  const only = (what: string) => written.filter((schedule) => schedule.what === what);
  expect(written).toHaveLength(50);

  return {
    /** Some who wrote one think better of it. */
    async cancelSome(): Promise<void> {
      for (const { id } of only(CANCELLED)) expect((await ana('POST', `/schedules/${id}/cancel`)).status).toBe(200);
    },
    /** The provider's trouble is over: those it refused are sent once more. */
    async retryRefused(model: Model): Promise<void> {
      await refuse(cast.connections.recusa, null);
      for (const { id, number } of only(REFUSED)) {
        expect((await ana<ScheduleView>('GET', `/schedules/${id}`)).body.status).toBe('ERRO');
        expect((await ana('POST', `/schedules/${id}/retry`, {})).status).toBe(200);
        model.hears('Recusa', [number], 'Oi Bia');
      }
    },
    /** What `model` must hold by the firings that fell due after `from` and no later than `until`. */
    tell(model: Model, from: string, until: string): void {
      for (const { what, over, number, firings } of written) {
        const leaving = firings.filter(([due, outcome]) => outcome === 'sent' && instant(due) > instant(from) && instant(due) <= instant(until));
        if (what === REFUSED) continue;
        if (leaving.length > 0 && over !== undefined && 'openTicket' in over) model.begins('Agenda', [number]);
        for (const _ of leaving) model.hears('Agenda', [number], 'Oi Bia');
      }
    },

    /** Every firing of every schedule, and nothing else. */
    async isOver(): Promise<void> {
      const rows = await p.database.db.query<{ id: number; status: string; contadorEnvio: number; firings: [string, string][] | null }>(
        `SELECT s."id", s."status", s."contadorEnvio",
                (SELECT json_agg(json_build_array(extract(epoch FROM o."dueAt"), COALESCE(o."reason", o."state")) ORDER BY o."number") FROM "ScheduleOccurrences" o WHERE o."scheduleId" = s."id") AS "firings"
           FROM "Schedules" s ORDER BY s."id"`);
      const expected = written.map(({ id, ends, firings }) => (
        { id, status: ends, contadorEnvio: firings.length, firings: firings.length === 0 ? null : firings.map(([due, outcome]) => [instant(due).getTime() / 1_000, outcome]) }
      ));
      expect(rows).toEqual(expected);
    },
  };
}
