import fc from 'fast-check';
import type { ListItem } from '../contacts';
import type { CampaignId } from '../../kernel/ids';
import { audienceOf, pick, shippingsOf, type Texts } from './audience.rules';

const campaignId = 7 as CampaignId;

function item(over: Partial<ListItem> = {}): ListItem {
  return {
    id: 1,
    number: '5511999990001',
    name: 'Ana Souza',
    email: '',
    isGroup: false,
    isWhatsappValid: null,
    variables: {},
    optedOut: false,
    ...over,
  } as ListItem;
}

function texts(message: string, question?: string): Texts {
  return { messages: [{ number: 1, text: message }], confirmationMessages: question === undefined ? [] : [{ number: 3, text: question }] };
}

const only = (message: string, over: Partial<ListItem> = {}, variables: Record<string, string> = {}, known: string[] = []) =>
  shippingsOf(item(over), audienceOf(campaignId, texts(message), false, variables, known))[0]!;

describe('the text of a recipient', () => {
  test.each([
    ['Olá {nome}', {}, {}, 'Olá Ana Souza'],
    ['Oi {primeiro_nome}, {{numero}}', {}, {}, 'Oi Ana, 5511999990001'],
    ['e-mail: {email}.', {}, {}, 'e-mail: .'],
    ['{cupom} em {Cidade}', { variables: { cupom: 'A1', cidade: 'Recife' } }, {}, 'A1 em Recife'],
    ['{cupom}', { variables: { cupom: 'da lista' } }, { cupom: 'da empresa' }, 'da lista'],
    ['{cupom}', {}, { Cupom: 'da empresa' }, 'da empresa'],
    ['{nome}', { name: 'A$& {cupom}', variables: { nome: 'outro' } }, { cupom: 'x' }, 'A$& {cupom}'],
  ])('%p', (template, over, variables, expected) => {
    expect(only(template, over, variables).body).toBe(expected);
  });

  it('has a blank where a known column has a blank cell', () => {
    expect(only('Cupom: {cupom}!', {}, {}, ['cupom']).body).toBe('Cupom: !');
  });
});

describe('who is skipped', () => {
  test.each([
    [{ isWhatsappValid: false }, 'invalid_number'],
    [{ optedOut: true }, 'opt_out'],
    [{ isWhatsappValid: true }, null],
  ])('%p: %p', (over, reason) => {
    expect(only('Oi', over)).toMatchObject({ state: reason === null ? 'pending' : 'skipped', skipReason: reason });
  });

  it('is whoever would get an empty message, unless a media goes with it', () => {
    expect(only(' {cupom} ', {}, {}, ['cupom'])).toMatchObject({ state: 'skipped', skipReason: 'empty_message' });
    const withMedia = audienceOf(campaignId, texts('{cupom}'), true, {}, ['cupom']);
    expect(shippingsOf(item(), withMedia)[0]).toMatchObject({ state: 'pending' });
  });
});

describe('a campaign that asks first', () => {
  it('writes the question, and the message that awaits its answer', () => {
    const audience = audienceOf(campaignId, texts('Oferta', 'Quer ver, {nome}?'), false, {}, []);
    expect(shippingsOf(item(), audience)).toMatchObject([
      { step: 0, state: 'awaiting', body: 'Oferta', variant: 1 },
      { step: 1, state: 'pending', body: 'Quer ver, Ana Souza?', variant: 3 },
    ]);
  });

  it('asks nobody who may not receive', () => {
    const audience = audienceOf(campaignId, texts('Oferta', 'Quer?'), false, {}, []);
    expect(shippingsOf(item({ optedOut: true }), audience)).toMatchObject([{ step: 0, state: 'skipped' }]);
  });
});

describe('pick', () => {
  it('is within bounds and always the same', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.integer({ min: 1, max: 5 }), (campaign, recipient, count) => {
        const first = pick(campaign, recipient, count);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(first).toBeLessThan(count);
        expect(pick(campaign, recipient, count)).toBe(first);
      }),
    );
  });

  test.each([2, 3, 4, 5])('spreads neighbouring numbers evenly over %i variants', (count) => {
    const total = 60_000;
    const seen = new Array<number>(count).fill(0);
    for (let i = 0; i < total; i += 1) seen[pick(42, String(5_511_900_000_000 + i), count)]! += 1;
    const expected = total / count;
    const chiSquare = seen.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // 0.999 quantile at 4 degrees of freedom.
    expect(chiSquare).toBeLessThan(18.5);
  });

  it('gives a recipient another place in another campaign', () => {
    const places = new Set(Array.from({ length: 40 }, (_, campaign) => pick(campaign, '5511999990001', 5)));
    expect(places.size).toBe(5);
  });
});
