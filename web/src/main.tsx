import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { createEngine } from "./app/engine";
import { applyTheme } from "./app/theme";
import "./styles/index.css";

const engine = createEngine();
applyTheme(engine.store);
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <App engine={engine} />
  </StrictMode>,
);
