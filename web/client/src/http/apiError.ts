/** The server's answer to a refused request (RFC 9457, with the API's own `code`). */
export interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly code?: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
}

/**
 * A request that failed; `code` is the reason.
 * `status` 0 means that there was no answer: the request may or may not have taken effect.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** How long the server asks to wait before trying again. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, problem: Problem = {}, retryAfterMs?: number, options?: ErrorOptions) {
    super(problem.detail ?? problem.title ?? (status === 0 ? "Can't reach the server." : `HTTP ${status}`), options);
    this.name = "ApiError";
    this.status = status;
    this.problem = problem;
    this.retryAfterMs = retryAfterMs;
  }

  /** The stable code of the error, such as `room_not_found`; "" if there is none. */
  get code(): string {
    return this.problem.code ?? "";
  }

  /** The server's text for users: about a field, if it names one. */
  get reason(): string | undefined {
    return Object.values(this.problem.errors ?? {})[0]?.[0] ?? this.problem.detail;
  }

  /** The same request may succeed later: there was no answer, there were too many requests, or the server failed. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/** Returns the error as an ApiError. Throws any other error, which is a bug. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
