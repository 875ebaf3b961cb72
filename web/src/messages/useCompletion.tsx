import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { isComposing } from "../controls/isComposing";
import { place } from "../controls/Popover";
import { replaceText } from "./formatting";

export interface Suggestion {
  readonly key: string;
  /** Replaces what was typed. */
  readonly text: string;
  readonly label: ReactNode;
  /** Whether it is inserted without a choice, because its whole name was typed. */
  readonly isTyped?: boolean;
  readonly onInsert?: () => void;
}

/** Suggests completions of what is typed in a text field. */
export interface CompletionSource {
  /** Matches the text before the caret. Its first group is completed. */
  readonly pattern: RegExp;
  readonly suggest: (typed: string) => Promise<readonly Suggestion[]> | readonly Suggestion[];
}

interface Completion {
  /** Where the text that is completed begins. */
  readonly start: number;
  readonly suggestions: readonly Suggestion[];
}

/** Suggestions at the caret of a text field, which keeps the focus. Arrow keys choose one, Enter and Tab insert it. */
export function useCompletion(area: RefObject<HTMLTextAreaElement | null>, sources: readonly CompletionSource[]) {
  const [completion, setCompletion] = useState<Completion | null>(null);
  const [chosen, setChosen] = useState(0);
  const calls = useRef(0);
  const id = useId();

  const close = () => {
    calls.current++;
    setCompletion(null);
  };
  const insert = (start: number, suggestion: Suggestion | undefined) => {
    suggestion?.onInsert?.();
    if (area.current && suggestion) replaceText(area.current, start, area.current.selectionEnd, suggestion.text);
    close();
  };
  const update = async () => {
    const call = ++calls.current;
    const { value = "", selectionStart = 0, selectionEnd = 0 } = area.current ?? {};
    const before = selectionStart === selectionEnd ? value.slice(0, selectionStart) : "";
    for (const { pattern, suggest } of sources) {
      const typed = pattern.exec(before)?.[1];
      if (typed === undefined) continue;
      const suggestions = await suggest(typed);
      // The event of a selection comes after the text has changed.
      const isOld = area.current?.value !== value || area.current.selectionEnd !== selectionEnd;
      if (call !== calls.current || isOld) return;
      const start = before.length - typed.length;
      if (suggestions[0]?.isTyped) return insert(start, suggestions[0]);
      setChosen(0);
      setCompletion(suggestions.length > 0 ? { start, suggestions } : null);
      return;
    }
    setCompletion(null);
  };
  // Suggestions may be loaded after the text was typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text's own changes are selections, too
  useEffect(() => {
    if (area.current && area.current === document.activeElement) void update();
  }, [sources]);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (!completion || isComposing(event) || event.shiftKey) return;
    const { start, suggestions } = completion;
    if (event.key === "ArrowDown") setChosen((chosen + 1) % suggestions.length);
    else if (event.key === "ArrowUp") setChosen((chosen + suggestions.length - 1) % suggestions.length);
    else if (event.key === "Enter" || event.key === "Tab") insert(start, suggestions[chosen]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  };
  return {
    onKeyDown,
    /** Attributes of the text field. */
    field: {
      onSelect: () => void update(),
      onBlur: close,
      "aria-autocomplete": "list" as const,
      "aria-controls": completion ? id : undefined,
      "aria-activedescendant": completion ? `${id}-${chosen}` : undefined,
    },
    popup: completion && (
      <Suggestions
        id={id}
        anchor={area}
        suggestions={completion.suggestions}
        chosen={chosen}
        onChoose={(suggestion) => insert(completion.start, suggestion)}
      />
    ),
  };
}

function Suggestions({
  id,
  anchor,
  suggestions,
  chosen,
  onChoose,
}: {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  suggestions: readonly Suggestion[];
  chosen: number;
  onChoose: (suggestion: Suggestion) => void;
}) {
  const ref = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: their number changes its height
  useLayoutEffect(() => {
    ref.current?.showPopover();
    if (ref.current && anchor.current) place(ref.current, anchor.current, "start");
  }, [anchor, suggestions]);
  return (
    <div ref={ref} id={id} className="popover suggestions" popover="manual" role="listbox" aria-label="Suggestions">
      {suggestions.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the text field has the focus and handles the keys
        <div
          key={suggestion.key}
          id={`${id}-${index}`}
          className="menu-item"
          role="option"
          aria-selected={index === chosen}
          tabIndex={-1}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(suggestion)}
        >
          {suggestion.label}
        </div>
      ))}
    </div>
  );
}
