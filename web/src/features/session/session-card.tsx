import type { FormEvent, ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { Strip } from '../../components/strip.tsx';
import { wordsOf } from '../../lib/api-refusal.ts';
import './session-form.css';

interface SessionCardProps {
  title: string;
  lead: string;
  submit: string;
  pending: boolean;
  error: Error | null;
  onSubmit: (fields: Record<string, string>) => void;
  children: ReactNode;
  footer: ReactNode;
}

/** The frame of login and sign-up: fields, one button, what went wrong above it. */
export function SessionCard(props: SessionCardProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = [...new FormData(event.currentTarget)].map(([name, value]) => [
      name,
      typeof value === 'string' ? value : '',
    ]);
    props.onSubmit(Object.fromEntries(fields) as Record<string, string>);
  };
  return (
    <section className="session">
      <h1>{props.title}</h1>
      <p>{props.lead}</p>
      <form onSubmit={submit} noValidate>
        {props.children}
        <div role="alert">{props.error && <Strip mood="no">{wordsOf(props.error)}</Strip>}</div>
        <Button type="submit" kind="primary" size="big" busy={props.pending}>
          {props.submit}
        </Button>
      </form>
      {props.footer}
    </section>
  );
}
