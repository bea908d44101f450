import { comingUp } from './coming-up.rules';

const campaign = (id: number, status: string, scheduledAt: string | null) => ({ id, name: `Campanha ${id}`, status, scheduledAt, contactList: { name: 'Clientes' } });
const schedule = (id: number, sendAt: string, body = 'Até amanhã') => ({ id, sendAt, body, mediaName: 'convite.pdf', contact: { name: 'Ana' } });

it('mixes campaigns and messages by their hour, the soonest first', () => {
  const next = comingUp(
    [campaign(1, 'PROGRAMADA', '2026-03-02T12:00:00-03:00'), campaign(2, 'EM_ANDAMENTO', '2026-03-01T12:00:00Z'), campaign(3, 'PROGRAMADA', null)],
    [schedule(7, '2026-03-02T14:59:00Z'), schedule(8, '2026-03-02T15:01:00Z', '')],
    6,
  );
  expect(next.map(({ kind, id, detail }) => [kind, id, detail])).toEqual([['schedule', 7, 'Até amanhã'], ['campaign', 1, 'Clientes'], ['schedule', 8, 'convite.pdf']]);
});

it('shows no more than it may', () => {
  expect(comingUp([], [1, 2, 3].map((id) => schedule(id, `2026-03-0${id}T10:00:00Z`)), 2).map(({ id }) => id)).toEqual([1, 2]);
});
