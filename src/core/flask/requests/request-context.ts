import type { Value } from '../../semantics/values/values';

/** What code may ask of the request beside what the caller sent. */
export interface RequestFields {
  readonly method: string;
  readonly path: string;
  readonly endpoint: string;
  readonly blueprint: string | null;
  readonly view: Value;
}

/**
 * The request that is judged. It notes which fields were asked for: code that asked for the same and got the same would
 * do the same for another route.
 */
export class RequestContext implements RequestFields {
  readonly asked = new Set<keyof RequestFields>();

  constructor(private readonly fields: RequestFields) {}

  get method(): string {
    return this.ask('method');
  }

  get path(): string {
    return this.ask('path');
  }

  get endpoint(): string {
    return this.ask('endpoint');
  }

  get blueprint(): string | null {
    return this.ask('blueprint');
  }

  get view(): Value {
    return this.ask('view');
  }

  /** The fields as they are, without a note; for comparisons of requests. */
  peek<Field extends keyof RequestFields>(field: Field): RequestFields[Field] {
    return this.fields[field];
  }

  private ask<Field extends keyof RequestFields>(field: Field): RequestFields[Field] {
    this.asked.add(field);
    return this.fields[field];
  }
}
