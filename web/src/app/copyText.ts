/** Puts the text on the clipboard; answers whether the browser let it. */
export async function copyText(text: string): Promise<boolean> {
  // Missing where the page isn't served securely.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (!clipboard) return false;
  return clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
