import fc from 'fast-check';
import { blankDraft, bodyOf, draftOf, faultsOf, insertAt, sameTexts, stepOf, unknownIn, type Draft } from './draft.rules';

const now = '2026-03-02T09:00';
const known = new Set(['nome', 'cidade']);
const full: Draft = { ...blankDraft, name: 'Ofertas', contactListId: 1, whatsappId: 2, messages: ['Oi {nome}'] };

describe('faultsOf', () => {
  it.each<[string, Parameters<typeof faultsOf>[0], Partial<Draft>, object]>([
    ['everything missing', 'audience', { name: ' ', contactListId: null, whatsappId: null }, { name: 'nameMissing', contactListId: 'listMissing', whatsappId: 'connectionMissing' }],
    ['a complete audience', 'audience', {}, {}],
    ['no message', 'messages', { messages: [' ', ''] }, { message1: 'messageMissing' }],
    ['an unknown variable, where it stands', 'messages', { messages: ['Oi', '{{Cupom}}'] }, { message2: 'unknownVariable' }],
    ['a text too long', 'messages', { messages: ['x'.repeat(4_097)] }, { message1: 'textTooLong' }],
    ['a blank variant among others', 'messages', { messages: ['Oi', ''] }, {}],
    ['no question, when it does not ask', 'attendance', { questions: [''] }, {}],
    ['no question, when it asks', 'attendance', { confirmation: true }, { confirmationMessage1: 'questionMissing' }],
    ['a time that is none', 'attendance', { confirmation: true, questions: ['Pode?'], timeoutMinutes: Number.NaN }, { confirmationTimeoutMinutes: 'timeoutWrong' }],
    ['now', 'pace', {}, {}],
    ['no hour', 'pace', { when: 'later' }, { scheduledAt: 'timeMissing' }],
    ['a past hour', 'pace', { when: 'later', at: '2026-03-02T08:59' }, { scheduledAt: 'timePast' }],
    ['a coming hour', 'pace', { when: 'later', at: '2026-03-02T09:01' }, {}],
  ])('%s', (_, step, over, faults) => {
    expect(faultsOf(step, { ...full, ...over }, known, now)).toEqual(faults);
  });
});

it('knows no variable to be wrong before it knows those of the list', () => {
  expect([unknownIn('{xyz} {NOME}', null), unknownIn('{xyz} {NOME} {Cidade}', known)]).toEqual([[], ['xyz']]);
});

it('comes back from the server as it was sent', () => {
  const texts = fc.array(fc.string(), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(texts, texts, (messages, questions) => {
      const draft = { ...full, messages, questions };
      const { openTicket, ...body } = bodyOf(draft);
      const back = draftOf({ ...body, openTicket: openTicket ? 'enabled' : 'disabled', scheduledAt: null } as never, 'America/Sao_Paulo');
      expect(sameTexts(back, draft)).toBe(true);
    }),
  );
});

it('shows an hour on the clocks of the company', () => {
  const draft = draftOf({ ...bodyOf(full), openTicket: 'disabled', scheduledAt: '2026-03-02T12:00:00Z' } as never, 'America/Sao_Paulo');
  expect([draft.when, draft.at]).toEqual(['later', '2026-03-02T09:00']);
});

it.each([
  ['name', 'audience'],
  ['whatsappId', 'audience'],
  ['message5', 'messages'],
  ['confirmationMessage1', 'attendance'],
  ['queueId', 'attendance'],
  ['scheduledAt', 'pace'],
] as const)('finds %s in the step %s', (path, step) => {
  expect(stepOf(path)).toBe(step);
});

it('inserts at the cursor, over what is selected', () => {
  expect(insertAt('Oi !', 3, 3, '{nome}')).toEqual({ text: 'Oi {nome}!', cursor: 9 });
  expect(insertAt('Oi gente!', 3, 8, '{nome}')).toEqual({ text: 'Oi {nome}!', cursor: 9 });
});
