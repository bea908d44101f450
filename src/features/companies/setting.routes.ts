import { z } from 'zod';
import { Invalid } from '../../kernel/errors';
import type { CompanyId } from '../../kernel/ids';
import { InvalidInput } from '../../platform/http/problem';
import { route, type Route } from '../../platform/http/route';
import type { Language } from '../../platform/http/texts';
import { defineEvent } from '../../platform/realtime/realtime';
import type { Queryable, Transact, Tx } from '../../platform/transact';
import { isSettingKey, settingKeys, settingRules, type CompanySettings, type SettingKey } from './setting.rules';
import { companySettings, settingStore } from './setting.store';

const value = z.union([z.string(), z.number()]);
const settingShape = z.object({
  key: z.string(),
  value,
  /** What it is unless it is set. */
  default: value,
  /** Null: see the help. */
  options: z.array(z.string()).nullable(),
  label: z.string(),
  help: z.string(),
});
const settingsChanged = defineEvent<{ readonly action: 'update'; readonly setting: { readonly key: SettingKey; readonly value: string | number } }>('settings');
const shared = { tag: 'Companies' } as const;

export function settingRoutes({ db, transact }: { readonly db: Queryable; readonly transact: Transact }): Route[] {
  const shown = (key: SettingKey, settings: CompanySettings, language: Language): z.output<typeof settingShape> => {
    const { unless, options, label, help } = settingRules[key];
    return { key, value: settings[key], default: unless, options: options === null ? null : [...options], label: label[language], help: help[language] };
  };

  async function save(tx: Tx, companyId: CompanyId, key: SettingKey, wanted: string | number): Promise<CompanySettings> {
    await settingStore(tx).save(companyId, key, wanted);
    tx.emit(companyId, settingsChanged, { action: 'update', setting: { key, value: wanted } });
    return companySettings(tx, companyId);
  }

  return [
    route({
      ...shared, method: 'get', path: '/settings', access: 'user',
      summary: 'Every switch of the company: what it was set to, else its default',
      response: z.array(settingShape),
      async run({ caller, language }) {
        const settings = await companySettings(db, caller.companyId);
        return settingKeys.map((key) => shown(key, settings, language));
      },
    }),
    route({
      ...shared, method: 'put', path: '/settings/:key', access: 'admin',
      summary: 'Sets one switch',
      params: z.object({ key: z.string().max(100) }),
      body: z.object({ value: z.union([z.string().max(1_000), z.number()]) }),
      response: settingShape,
      async run({ caller, params, body, language }) {
        const { key, value: wanted } = checked(params.key, body.value);
        const settings = await transact((tx) => save(tx, caller.companyId, key, wanted));
        return shown(key, settings, language);
      },
    }),
  ];
}

/** @throws Invalid on a key that nothing reads, naming those there are, or on a value the key cannot have */
function checked(key: string, given: unknown): { key: SettingKey; value: string | number } {
  if (!isSettingKey(key)) {
    const fault = { path: 'key', code: 'unknown_setting', message: `Known: ${settingKeys.join(', ')}`, values: { keys: settingKeys.join(', ') } };
    throw new Invalid('ERR_VALIDATION', 'No such setting', [fault]);
  }
  const result = z.object({ value: settingRules[key].schema as z.ZodType<string | number> }).safeParse({ value: given });
  if (!result.success) throw InvalidInput.of([{ result, input: { value: given } }]);
  return { key, value: result.data.value };
}
