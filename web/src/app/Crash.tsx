import { Component, type ReactNode } from "react";

/** Shown when the page fails because of a bug. */
export class Crash extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <main className="blank crash">
        <h1>Something went wrong</h1>
        <p>The page hit an unexpected error. Your messages and drafts are saved.</p>
        <button className="button" type="button" onClick={() => location.reload()}>
          Reload
        </button>
      </main>
    );
  }
}
