import type { Message } from "@chatfunctions/client";
import { plainText } from "./markdown";

/** A message in one line: its text, or the names of its files. */
export const preview = (text: string, files: Message["attachments"]) =>
  text === "" ? (files ?? []).map(({ name }) => name).join(", ") : plainText(text);
