import { Component, type ReactNode } from "react";

/** Stands in for a page that has failed by a mistake of its own, instead of an empty window. */
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
