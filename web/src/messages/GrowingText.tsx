import { type KeyboardEvent, type Ref, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { onFormatKey } from "./formatting";
import { type CompletionSource, useCompletion } from "./useCompletion";

const none: readonly CompletionSource[] = [];

/** A text field that grows with its text, up to the style sheet's max-height. Shortcuts format the selection. */
export function GrowingText({
  label,
  value,
  onChange,
  onKeyDown,
  placeholder,
  autoFocus,
  disabled,
  completions = none,
  ref,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onKeyDown: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  placeholder?: string;
  autoFocus?: boolean;
  disabled?: boolean;
  completions?: readonly CompletionSource[];
  ref?: Ref<HTMLTextAreaElement | null>;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const completion = useCompletion(area, completions);
  useImperativeHandle<HTMLTextAreaElement | null, HTMLTextAreaElement | null>(ref, () => area.current);
  // biome-ignore lint/correctness/useExhaustiveDependencies: its height is its text's
  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [value]);
  useLayoutEffect(() => {
    if (!autoFocus) return;
    area.current?.focus();
    area.current?.setSelectionRange(area.current.value.length, area.current.value.length);
  }, [autoFocus]);
  return (
    <>
      <textarea
        ref={area}
        className="growing"
        dir="auto"
        aria-label={label}
        rows={1}
        value={value}
        placeholder={placeholder}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          completion.onKeyDown(event);
          if (!event.defaultPrevented) onKeyDown(event);
          onFormatKey(event);
        }}
        {...completion.field}
      />
      {completion.popup}
    </>
  );
}
