/** Whether a process of a machine still runs. What belongs to one that doesn't must have no effect any more. */
export class Power {
  isOn = true;
  readonly #onThrown: (error: unknown) => void;

  /** @param onThrown told of what a callback of the process throws: it would end a real one */
  constructor(onThrown: (error: unknown) => void) {
    this.#onThrown = onThrown;
  }

  /** Calls `run` only while the process still runs. */
  guarded(run: () => void): () => void {
    return () => {
      if (!this.isOn) return;
      try {
        run();
      } catch (error) {
        if (!(error instanceof PowerCut)) this.#onThrown(error);
      }
    };
  }
}

/** Thrown at a process whose power went in the middle of what it does; nothing of it gets out. */
export class PowerCut extends Error {
  constructor() {
    super("the power is gone");
  }
}
