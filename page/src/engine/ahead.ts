/** Requests somebody may make next, the likeliest first. Drawn one by one, since most are never needed. */
export type Expected = Iterator<object, unknown, undefined>;

const mostKept = 512; // more than a slider has stops; an answer of memory alone takes some 6 kB

/** Answers worked out before they are asked for, by their request. Bounded; the longest unused go first. */
export class Ahead {
  private readonly kept = new Map<string, string>();
  private expected: Expected | undefined;

  /** What may be asked next, in place of what was expected before. */
  expect(requests: Expected | undefined): void { this.expected = requests; }

  /** The next expected request whose answer isn't kept. */
  next(): string | undefined {
    for (let drawn = this.expected?.next(); drawn && !drawn.done; drawn = this.expected?.next()) {
      const request = JSON.stringify(drawn.value);
      if (!this.kept.has(request)) return request;
    }
    return undefined;
  }

  keep(request: string, answer: string): void {
    this.kept.set(request, answer);
    if (this.kept.size > mostKept) this.kept.delete(this.kept.keys().next().value!);
  }

  find(request: string): string | undefined {
    const answer = this.kept.get(request);
    if (answer !== undefined) {
      this.kept.delete(request);
      this.kept.set(request, answer);
    }
    return answer;
  }

  /** A file of this name is another one now. */
  forget(file: string): void {
    for (const request of this.kept.keys()) if (request.includes(file)) this.kept.delete(request);
  }
}
