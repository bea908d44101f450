import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { ActionIcon, Button, Group, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconCheck, IconChecks, IconClock, IconDeviceMobileMessage, IconPaperclip, IconSend2, type Icon } from '@tabler/icons-react';
import { useTexts } from '../../i18n/texts';
import { EmptyState } from '../../ui/EmptyState';
import { ProblemAlert } from '../../ui/ProblemAlert';
import { SkeletonRows } from '../../ui/SkeletonRows';
import { useFormat } from '../../ui/use-format';
import { useNow } from '../../ui/use-now';
import { phoneText } from '../../ui/phone.rules';
import { simulatorTexts } from './simulator.texts';
import { useReply, useThread, type Message, type Place } from './use-simulator';
import classes from './PhonePane.module.css';

/** What campaigns and menus wait for. */
const QUICK = ['quickStop', 'quickOne', 'quickTwo', 'quickWant'] as const;
const MOST = 4_096;

export function PhonePane({ place }: { readonly place: Place | null }): ReactNode {
  const t = useTexts(simulatorTexts);
  if (place === null) {
    return (
      <div className={classes['phone']}>
        <EmptyState icon={IconDeviceMobileMessage} title={t('choose')} text={t('chooseText')} />
      </div>
    );
  }
  return <Phone key={`${place.connectionId}/${place.contact}`} place={place} />;
}

/** The phone of the customer: what the company wrote stands at the left, what the customer answers at the right. */
function Phone({ place }: { readonly place: Place }): ReactNode {
  const t = useTexts(simulatorTexts);
  const { data: messages, error, refetch } = useThread(place);
  const chat = useRef<HTMLDivElement>(null);
  const newest = messages?.at(-1)?.id;
  useEffect(() => {
    const frame = chat.current;
    // Whoever reads further up stays there.
    if (frame !== null && frame.scrollHeight - frame.scrollTop - frame.clientHeight < frame.clientHeight) frame.scrollTop = frame.scrollHeight;
  }, [newest]);
  return (
    <div className={classes['phone']}>
      <div className={classes['head']}>
        <h2>{phoneText(place.contact)}</h2>
      </div>
      <div ref={chat} className={classes['chat']} role="log" aria-label={t('phoneOf', { number: phoneText(place.contact) })} tabIndex={0}>
        <ProblemAlert error={error} retry={() => void refetch()} />
        {messages === undefined && error === null && <SkeletonRows rows={3} height={60} />}
        {messages?.length === 0 && (
          <Text size="sm" ta="center" className={classes['notice'] ?? ''}>
            {t('noMessages')}
          </Text>
        )}
        {messages?.map((message) => <Bubble key={message.id} {...message} />)}
      </div>
      {/^\d+$/.test(place.contact) ? <Composer place={place} /> : <Text className={classes['composer'] ?? ''}>{t('groupHint')}</Text>}
    </div>
  );
}

const TICKS: Readonly<Record<Exclude<Message['status'], 'heard'>, Icon>> = {
  accepted: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertTriangle,
  refused: IconBan,
};

function Bubble({ body, mediaName, at, status }: Message): ReactNode {
  const t = useTexts(simulatorTexts);
  const { moment } = useFormat();
  const now = useNow();
  const Tick = status === 'heard' ? null : TICKS[status];
  return (
    <div className={classes['bubble']} data-from={status === 'heard' ? 'person' : 'company'}>
      {mediaName !== null && (
        <span className={classes['file']}>
          <IconPaperclip size={16} aria-hidden />
          {mediaName}
        </span>
      )}
      {body !== '' && <p>{body}</p>}
      <span className={classes['meta']} data-status={status}>
        <time dateTime={at}>{moment(at, now)}</time>
        {Tick === null ? (
          <VisuallyHidden>{t('heard')}</VisuallyHidden>
        ) : (
          <>
            <Tick size={15} stroke={2} aria-hidden />
            <span>{t(status)}</span>
          </>
        )}
      </span>
    </div>
  );
}

function Composer({ place }: { readonly place: Place }): ReactNode {
  const t = useTexts(simulatorTexts);
  const reply = useReply(place);
  const [text, setText] = useState('');
  const send = (body: string): void => reply.mutate(body);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const body = text.trim();
    if (body !== '') reply.mutate(body, { onSuccess: () => setText((now) => (now.trim() === body ? '' : now)) });
  };
  return (
    <div className={classes['composer']}>
      <ProblemAlert error={reply.error} />
      <Group gap={6} role="group" aria-label={t('quick')}>
        {QUICK.map((word) => (
          <Button key={word} size="xs" variant="default" className={classes['quick'] ?? ''} disabled={reply.isPending} onClick={() => send(t(word))}>
            {t(word)}
          </Button>
        ))}
      </Group>
      <form onSubmit={submit}>
        <Group gap="xs" wrap="nowrap">
          <TextInput flex={1} size="md" aria-label={t('reply')} placeholder={t('reply')} value={text} maxLength={MOST} autoComplete="off" onChange={(event) => setText(event.currentTarget.value)} />
          <ActionIcon type="submit" size={44} variant="filled" color="squad" aria-label={t('send')} loading={reply.isPending} disabled={text.trim() === ''}>
            <IconSend2 size={20} aria-hidden />
          </ActionIcon>
        </Group>
      </form>
    </div>
  );
}
