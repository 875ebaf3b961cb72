import { type InputHTMLAttributes, useId } from "react";
import { explain } from "../app/explain";

/** An input with label, hint and error, linked for screen readers. */
export function Field({
  label,
  hint,
  error,
  ...input
}: InputHTMLAttributes<HTMLInputElement> & {
  label: string;
  hint?: string;
  error?: string | undefined;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} dir="auto" {...input} aria-invalid={error ? true : undefined} aria-describedby={`${id}-note`} />
      <span id={`${id}-note`} className={error ? "field-error" : "field-hint"}>
        {error ?? hint}
      </span>
    </div>
  );
}

/** A form's error, announced when it appears. */
export function FormError({ error }: { error: unknown }) {
  return (
    <div role="alert" className="form-error" hidden={!error}>
      {error ? explain(error) : ""}
    </div>
  );
}
