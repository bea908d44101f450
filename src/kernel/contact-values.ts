/** What a text that the product sends may say of whom it goes to. */
import { render, type TemplateValues } from './text';

/** Keys that have a value for every contact; `name` is what front ends of the family write for `nome`. */
export const CONTACT_KEYS = ['nome', 'name', 'primeiro_nome', 'numero', 'email'] as const;

export interface NamedContact {
  readonly name: string;
  /** E.164 digits, or a group's id. */
  readonly number: string;
  readonly email: string;
}

export function contactValues({ name, number, email }: NamedContact): TemplateValues {
  const values: Readonly<Record<(typeof CONTACT_KEYS)[number], string>> = { nome: name, name, primeiro_nome: name.trim().split(/\s/, 1)[0] ?? '', numero: number, email };
  return new Map(Object.entries(values));
}

/** The template with this contact's values. */
export function filledFor(contact: NamedContact, template: string): string {
  return render(template, contactValues(contact)).text;
}
