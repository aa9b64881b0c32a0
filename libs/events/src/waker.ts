/** What one loop sleeps on. A wake-up that comes before the sleep is kept, so none is lost. */
export class Waker {
  private isPending = false;
  private resume?: () => void;

  wake(): void {
    if (this.resume) this.resume();
    else this.isPending = true;
  }

  /** Resolves when woken, or after `milliseconds`. One sleeper at a time. */
  wait(milliseconds: number): Promise<void> {
    if (this.isPending) {
      this.isPending = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.resume?.(), milliseconds);
      this.resume = () => {
        clearTimeout(timer);
        this.resume = undefined;
        resolve();
      };
    });
  }
}
