import { wordsOf } from './wording';

const entries = {
  title: { pt: 'Campanhas', en: 'Campaigns' },
  people: { pt: { zero: 'ninguém', one: '{{count}} pessoa', other: '{{count}} pessoas' }, en: { one: '{{count}} person', other: '{{count}} people' } },
};

it('lays out plural forms as i18next looks for them', () => {
  expect(wordsOf(entries, 'pt')).toEqual({
    title: 'Campanhas',
    people_zero: 'ninguém',
    people_one: '{{count}} pessoa',
    people_many: '{{count}} pessoas',
    people_other: '{{count}} pessoas',
  });
  expect(wordsOf(entries, 'en')).toEqual({ title: 'Campaigns', people_one: '{{count}} person', people_many: '{{count}} people', people_other: '{{count}} people' });
});
