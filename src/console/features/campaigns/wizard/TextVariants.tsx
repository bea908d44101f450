import { useRef, useState, type ReactNode } from 'react';
import { ActionIcon, Button, Group, Stack, Tabs, Text, Textarea, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTexts } from '../../../i18n/texts';
import { insertAt, MAX_TEXT, unknownIn, VARIANTS } from './draft.rules';
import type { Preview } from './use-preview';
import { VariableChips } from './VariableChips';
import { wizardTexts } from './wizard.texts';

export interface TextVariantsProps {
  /** As the API names them, without the number. */
  readonly field: 'message' | 'confirmationMessage';
  readonly texts: readonly string[];
  /** The open one, from 0: the preview shows it too. */
  readonly open: number;
  readonly variables: Preview['variables'];
  readonly known: ReadonlySet<string> | null;
  readonly faults: Readonly<Record<string, string>>;
  onOpen(variant: number): void;
  onChange(texts: readonly string[]): void;
}

/** Up to five versions of one text, each behind a tab. */
export function TextVariants(props: TextVariantsProps): ReactNode {
  const { field, texts, open, known, faults, onOpen, onChange } = props;
  const t = useTexts(wizardTexts);
  const wordOf = (i: number): string => t(field === 'message' ? 'message' : 'question', { number: i + 1 });
  const isWrong = (i: number): boolean => faults[`${field}${i + 1}`] !== undefined || unknownIn(texts[i] ?? '', known).length > 0;
  const current = Math.min(open, texts.length - 1);

  function remove(i: number): void {
    onChange(texts.filter((_, other) => other !== i));
    onOpen(Math.max(0, i - 1));
  }

  return (
    <Tabs value={String(current)} onChange={(value) => onOpen(Number(value))} keepMounted={false}>
      <Group gap={4} wrap="nowrap" align="flex-end" mb="sm">
        <Tabs.List style={{ flex: 1, flexWrap: 'wrap' }}>
          {texts.map((_, i) => (
            <Tabs.Tab key={i} value={String(i)} mih={44} rightSection={isWrong(i) && <IconAlertTriangle size={16} aria-label={t('withFault')} />}>
              {wordOf(i)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {texts.length < VARIANTS && (
          <Button
            variant="subtle"
            size="sm"
            mih={44}
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => {
              onChange([...texts, '']);
              onOpen(texts.length);
            }}
          >
            {t('addVariant')}
          </Button>
        )}
      </Group>
      {texts.map((text, i) => (
        <Tabs.Panel key={i} value={String(i)}>
          <VariantField {...props} name={wordOf(i)} number={i + 1} text={text} {...(texts.length > 1 && { onRemove: () => remove(i) })} onText={(next) => onChange(texts.map((old, other) => (other === i ? next : old)))} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

interface VariantFieldProps extends TextVariantsProps {
  readonly name: string;
  readonly number: number;
  readonly text: string;
  onText(text: string): void;
  onRemove?: () => void;
}

function VariantField({ field, faults, known, variables, name, number, text, onText, onRemove }: VariantFieldProps): ReactNode {
  const t = useTexts(wizardTexts);
  const input = useRef<HTMLTextAreaElement>(null);
  // The cursor is lost when a chip takes the focus.
  const [place, setPlace] = useState<readonly [number, number]>([text.length, text.length]);
  const unknown = unknownIn(text, known);
  const fault = unknown.length > 0 ? t('unknown', { count: unknown.length, names: unknown.map((key) => `{${key}}`).join(', ') }) : faults[`${field}${number}`];

  function insert(key: string): void {
    const next = insertAt(text, ...place, `{${key}}`);
    onText(next.text);
    setPlace([next.cursor, next.cursor]);
    requestAnimationFrame(() => {
      input.current?.focus();
      input.current?.setSelectionRange(next.cursor, next.cursor);
    });
  }

  return (
    <Stack gap="xs">
      <VariableChips variables={variables} onInsert={insert} />
      <Textarea
        ref={input}
        aria-label={t('textOf', { variant: name })}
        placeholder={t('textPlaceholder')}
        rows={8}
        resize="vertical"
        value={text}
        error={fault}
        onChange={(event) => onText(event.currentTarget.value)}
        onSelect={({ currentTarget: { selectionStart, selectionEnd } }) => setPlace([selectionStart, selectionEnd])}
      />
      <Group justify="space-between" mih={36}>
        <Text size="xs" c={text.length > MAX_TEXT ? 'red' : 'dimmed'} className="tabular">
          {t('characters', { count: text.length, max: MAX_TEXT })}
        </Text>
        {onRemove && (
          <Tooltip label={t('removeVariant')}>
            <ActionIcon aria-label={t('removeVariant')} onClick={onRemove} size={36}>
              <IconTrash size={18} stroke={1.6} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </Group>
    </Stack>
  );
}
