import { useMemo, type ReactNode } from 'react';
import { IconFile, IconPhoto } from '@tabler/icons-react';
import { render } from '../../../kernel/text';
import { piecesOf, type Shape } from './whatsapp-text.rules';
import classes from './PhonePreview.module.css';

const TAGS = { plain: 'span', bold: 'strong', italic: 'em', struck: 's', code: 'code' } as const satisfies Record<Shape, string>;

export interface BubbleMedia {
  readonly name: string;
  readonly type: string;
  /** Of a picture, once it is here. */
  readonly url: string | null;
}

/** A message as WhatsApp draws it. */
export function Bubble({ text, media = null, time }: { readonly text: string; readonly media?: BubbleMedia | null; readonly time?: string }): ReactNode {
  const pieces = useMemo(() => piecesOf(text), [text]);
  return (
    <div className={classes['bubble']}>
      {media !== null && (media.url === null ? <FileLine media={media} /> : <img src={media.url} alt={media.name} className={classes['picture']} />)}
      <span className={classes['text']}>
        {pieces.map(({ shape, text: part }, i) => {
          const Tag = TAGS[shape];
          return <Tag key={i}>{part}</Tag>;
        })}
      </span>
      {time !== undefined && <span className={classes['time']}>{time} ✓✓</span>}
    </div>
  );
}

function FileLine({ media }: { readonly media: BubbleMedia }): ReactNode {
  const Glyph = media.type.startsWith('image/') ? IconPhoto : IconFile;
  return (
    <span className={classes['file']}>
      <Glyph size={20} stroke={1.6} aria-hidden />
      {media.name}
    </span>
  );
}

export interface PhonePreviewProps {
  /** Whose message it is. */
  readonly to: string;
  /** For those who do not see it: "Prévia da mensagem". */
  readonly label: string;
  readonly template: string;
  readonly values: ReadonlyMap<string, string>;
  readonly media: BubbleMedia | null;
  readonly time: string;
  readonly empty: string;
}

/** By the renderer that sends: what is shown is what will leave. */
export function PhonePreview({ to, label, template, values, media, time, empty }: PhonePreviewProps): ReactNode {
  const { text } = render(template, values);
  return (
    <section className={classes['phone']} aria-label={label}>
      <div className={classes['head']}>
        <span className={classes['face']} aria-hidden>
          {to.trim().charAt(0).toUpperCase() || '?'}
        </span>
        <span className={classes['to']}>{to}</span>
      </div>
      <div className={classes['chat']}>
        {text.trim() === '' && media === null ? <p className={classes['empty']}>{empty}</p> : <Bubble text={text} media={media} time={time} />}
      </div>
    </section>
  );
}
