import type { Ref } from "react";
import { Icon } from "../controls/Icon";

/** The field for the words to find. Arrow keys move from it into the results. */
export function SearchField({
  q,
  onChange,
  status,
  ref,
}: {
  q: string;
  onChange: (q: string) => void;
  status: string;
  ref?: Ref<HTMLInputElement>;
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
      <div className="field-hint" role="status">
        {status}
      </div>
    </div>
  );
}
