import fc from 'fast-check';
import { blankCampaign } from './campaign.input';
import { faultsOf, MAY_LEAVE, statusOnSave, type Facts } from './campaign.rules';
import { CampaignStatus, type CampaignDraft } from './campaign.types';

const now = new Date('2026-03-10T12:00:00Z');
const day = 24 * 3_600_000;

const good = {
  ...blankCampaign,
  name: 'Ofertas',
  status: CampaignStatus.scheduled,
  scheduledAt: now,
  contactListId: 1,
  whatsappId: 1,
  message1: 'Oi {nome}',
} as unknown as CampaignDraft;

const facts: Facts = { connectionExists: true, listSize: 3, knownKeys: new Set(['nome', 'cupom']), queueExists: true, userExists: true };

const faults = (over: Partial<Record<keyof CampaignDraft, unknown>>, known: Partial<Facts> = {}) =>
  faultsOf({ ...good, ...over } as CampaignDraft, { ...facts, ...known }, now, day).map((fault) => [fault.path, fault.code]);

describe('faultsOf', () => {
  test.each<[string, Partial<Record<keyof CampaignDraft, unknown>>, Partial<Facts>, [string, string][]]>([
    ['nothing wrong', {}, {}, []],
    ['no message', { message1: '  ' }, {}, [['message1', 'message_missing']]],
    ['a message in another place', { message1: '', message4: 'Oi' }, {}, []],
    ['a variable nobody knows', { message2: '{cupom} {preço}' }, {}, [['message2', 'unknown_variable']]],
    ['a variable, but no list to look in', { message2: '{preço}', status: CampaignStatus.draft, contactListId: null }, { knownKeys: null }, []],
    ['a question without text', { confirmation: true }, {}, [['confirmationMessage1', 'confirmation_missing']]],
    ['a question with an unknown variable', { confirmation: true, confirmationMessage2: '{x}?' }, {}, [['confirmationMessage2', 'unknown_variable']]],
    ['an unused question may say anything', { confirmationMessage2: '{x}?' }, {}, []],
    ['no connection', { whatsappId: null }, {}, [['whatsappId', 'connection_missing']]],
    ['a foreign connection', {}, { connectionExists: false }, [['whatsappId', 'connection_not_found']]],
    ['no list', { contactListId: null }, { knownKeys: null }, [['contactListId', 'list_missing']]],
    ['a foreign list', {}, { listSize: null }, [['contactListId', 'list_not_found']]],
    ['an empty list', {}, { listSize: 0 }, [['contactListId', 'list_empty']]],
    ['a foreign service queue', { queueId: 9 }, { queueExists: false }, [['queueId', 'queue_not_found']]],
    ['a foreign user', { userId: 9 }, { userExists: false }, [['userId', 'user_not_found']]],
    ['an hour late', { scheduledAt: new Date(now.getTime() - 3_600_000) }, {}, []],
    ['two days late', { scheduledAt: new Date(now.getTime() - 2 * day) }, {}, [['scheduledAt', 'too_late']]],
    [
      'a draft may lack what sending needs',
      { status: CampaignStatus.draft, scheduledAt: null, whatsappId: null, contactListId: null },
      { knownKeys: null },
      [],
    ],
    ['a draft with an empty list', { status: CampaignStatus.draft, scheduledAt: null }, { listSize: 0 }, []],
  ])('%s', (_, over, known, expected) => {
    expect(faults(over, known)).toEqual(expected);
  });

  it('names the variable', () => {
    expect(faultsOf({ ...good, message1: '{Preço}' }, facts, now, day)[0]?.values).toEqual({ variable: 'preco' });
  });
});

describe('statusOnSave', () => {
  it('is scheduled exactly when there is a date or the client says so', () => {
    fc.assert(
      fc.property(fc.constantFrom(undefined, ...Object.values(CampaignStatus)), fc.boolean(), (wanted, dated) => {
        const scheduled = dated || wanted === CampaignStatus.scheduled;
        expect(statusOnSave(wanted, dated ? now : null)).toBe(scheduled ? CampaignStatus.scheduled : CampaignStatus.draft);
      }),
    );
  });
});

describe('MAY_LEAVE', () => {
  it('never touches the texts of a campaign that has started', () => {
    expect(MAY_LEAVE.edit).toEqual([CampaignStatus.draft, CampaignStatus.scheduled]);
  });

  it('leaves every status but the draft by some operator action', () => {
    const leavable = new Set<string>([...MAY_LEAVE.pause, ...MAY_LEAVE.resume, ...MAY_LEAVE.cancel, ...MAY_LEAVE.restart]);
    expect([...leavable].sort()).toEqual(['CANCELADA', 'EM_ANDAMENTO', 'FINALIZADA', 'PAUSADA', 'PROGRAMADA']);
  });

  it('removes no campaign that is sending', () => {
    expect(MAY_LEAVE.remove).not.toContain(CampaignStatus.running);
  });
});
