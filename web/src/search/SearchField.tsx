import type { ReactNode, Ref } from "react";
import type { Has } from "../app/router";
import { Icon } from "../controls/Icon";

/** The field for the words to find, and filters. Arrow keys move from it into the results. */
export function SearchField({
  q,
  onChange,
  status,
  ref,
  children,
}: {
  q: string;
  onChange: (q: string) => void;
  status: string;
  ref?: Ref<HTMLInputElement>;
  /** The filters. */
  children: ReactNode;
}) {
  return (
    <div className="search-messages">
      <label className="search">
        <Icon name="search" />
        <span className="unseen">Search messages</span>
        <input
          ref={ref}
          type="search"
          dir="auto"
          autoComplete="off"
          maxLength={200}
          placeholder="Search messages"
          value={q}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      <div className="filters">{children}</div>
      <div className="field-hint" role="status">
        {status}
      </div>
    </div>
  );
}

interface FilterProps<T extends string> {
  label: string;
  /** The name of the choice that filters nothing. */
  any: string;
  options: readonly (readonly [value: T, name: string])[];
  value: T | undefined;
  onChange: (value: T | undefined) => void;
}

/** A choice that narrows a search. */
export function Filter<T extends string>({ label, any, options, value, onChange }: FilterProps<T>) {
  return (
    <label className="filter">
      <span>{label}</span>
      <select value={value ?? ""} onChange={(event) => onChange((event.target.value as T) || undefined)}>
        <option value="">{any}</option>
        {options.map(([key, name]) => (
          <option key={key} value={key} dir="auto">
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

const kinds = [
  ["file", "Files"],
  ["link", "Links"],
] as const;

/** Finds only messages with files or with links. */
export const HasFilter = (choice: { value: Has; onChange: (has: Has) => void }) => (
  <Filter label="With" any="Anything" options={kinds} {...choice} />
);
