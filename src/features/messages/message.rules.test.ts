import { signed, ticketPlanOf } from './message.rules';

const nothing = { saveOnTicket: false, queueId: null, userId: null, closeTicket: false, noRegister: false };

it.each([
  ['nothing said', {}, null],
  ['saveOnTicket', { saveOnTicket: true }, { status: 'pending', queueId: null, userId: null }],
  ['a service queue', { queueId: 3 }, { status: 'pending', queueId: 3, userId: null }],
  ['a user', { userId: 4 }, { status: 'open', queueId: null, userId: 4 }],
  ['a ticket to close', { closeTicket: true, userId: 4 }, { status: 'closed', queueId: null, userId: 4 }],
  ['noRegister, whatever else', { saveOnTicket: true, userId: 4, noRegister: true }, null],
])('%s', (_name, said, plan) => {
  expect(ticketPlanOf({ ...nothing, ...said })).toEqual(plan);
});

it('signs as the family does', () => {
  expect(signed(' Bom dia \n', 'Ana')).toBe('*Ana:*\nBom dia');
});
