/** The looks of the element. A page changes them by these variables, and by `::part`. */
export const style = `
  :host {
    color-scheme: light dark;
    display: flex;
    flex-direction: column;
    block-size: 24rem;
    min-inline-size: 12rem;
    font: var(--chat-font, 1rem/1.4 system-ui, sans-serif);
    color: var(--chat-color, light-dark(#1b1b1f, #e6e6ea));
    background: var(--chat-background, light-dark(#fff, #1b1b1f));
    border: 1px solid var(--chat-border-color, light-dark(#c8c8d0, #45454d));
    border-radius: var(--chat-radius, 0.5rem);
    overflow: hidden;
  }
  :host([hidden]), [hidden] { display: none !important; }
  [part="log"] { flex: 1; overflow-y: auto; overflow-anchor: none; padding: 0.75rem; }
  [part="log"]:focus-visible { outline: 2px solid var(--chat-accent, light-dark(#4a4fc4, #9aa0ff)); outline-offset: -2px; }
  ol { list-style: none; margin: 0; padding: 0; }
  li { margin-block-end: 0.75rem; overflow-wrap: anywhere; }
  [part~="sender"] { font-weight: 600; }
  [part~="system"] { font-style: italic; }
  time, [part="note"], [part="typing"] { font-size: 0.85em; color: var(--chat-muted-color, light-dark(#5c5c66, #a9a9b3)); }
  [part="text"] { margin: 0; white-space: pre-wrap; }
  [part="failure"] { color: var(--chat-error-color, light-dark(#b3261e, #ffb4ab)); }
  [part="status"], [part="typing"] { margin: 0; padding-inline: 0.75rem; min-block-size: 1.4em; }
  [part="status"] { padding-block: 0.5rem; }
  form { display: flex; gap: 0.5rem; align-items: end; padding: 0.75rem; margin: 0; }
  label { flex: 1; display: flex; flex-direction: column; font-size: 0.85em; }
  textarea { font: inherit; font-size: 1rem; color: inherit; background: transparent; resize: vertical; padding: 0.4rem 0.5rem; }
  textarea, button { border: 1px solid var(--chat-border-color, light-dark(#76767f, #8f8f99)); border-radius: calc(var(--chat-radius, 0.5rem) / 2); }
  button { font: inherit; color: inherit; background: transparent; padding: 0.4rem 0.75rem; cursor: pointer; }
  [part="send"] {
    color: var(--chat-accent-color, light-dark(#fff, #1b1b1f));
    background: var(--chat-accent, light-dark(#4a4fc4, #9aa0ff));
    border-color: transparent;
  }
`;
