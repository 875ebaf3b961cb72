import { asApiError } from "@chatfunctions/client";
import { counted } from "../controls/counted";

/** An error message for users: the server's own, except for most 5xx, whose text is for developers. */
export function explain(error: unknown): string {
  const { status, code, problem, reason, message, retryAfterMs } = asApiError(error);
  if (status === 0) return problem.detail ?? "Can't reach the server. Check your connection and try again.";
  if (status >= 500 && code !== "scan_pending") return "Something went wrong. Try again in a moment.";
  if (reason) return reason;
  if (status === 429)
    return `Too many requests. Try again in ${counted(Math.ceil((retryAfterMs ?? 1000) / 1000), "second")}.`;
  return problem.title ?? message;
}

/** Error codes that concern one field although the server names none. */
const fieldOfCode: Readonly<Record<string, string>> = { login_taken: "login", wrong_password: "password" };

/** The server's message for one field of a form. */
export function fieldError(error: unknown, field: string): string | undefined {
  if (!error) return undefined;
  const { problem, code } = asApiError(error);
  return problem.errors?.[field]?.[0] ?? (fieldOfCode[code] === field ? explain(error) : undefined);
}

/** The error, unless it is shown at one of these fields. */
export const formError = (error: unknown, ...fields: string[]) =>
  fields.some((field) => fieldError(error, field)) ? null : error;
