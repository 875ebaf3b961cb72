/** A refused request, thrown by the fake's handlers and answered as problem+json. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: Record<string, string[]> | undefined;

  constructor(status: number, code: string, detail: string, errors?: Record<string, string[]>) {
    super(detail);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }
}

export const invalid = (field: string, message: string) =>
  new Refusal(400, "validation_failed", message, { [field]: [message] });
