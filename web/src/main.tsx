import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { Crash } from "./app/Crash";
import { createEngine } from "./app/engine";
import { applyTheme } from "./app/theme";
import "./styles/index.css";

const engine = createEngine();
applyTheme(engine.store);
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Crash>
      <App engine={engine} />
    </Crash>
  </StrictMode>,
);
